package io.callqueue.ingest.statistics;

import java.time.Instant;
import java.util.List;

import io.callqueue.statistics.Span;
import io.callqueue.statistics.Window;
import io.callqueue.statistics.Window.Unit;

/** The times that are shown, up to a moment. */
final class Spans {
    private static final long HOUR = Unit.HOUR.seconds();
    private static final long DAY = Unit.DAY.seconds();
    /** What happened is written down a moment later. */
    private static final long WRITTEN_WITHIN_MILLIS = 500;
    private static final int SECONDS_OF_A_MINUTE = 60;

    private Spans() {}

    static List<Window> lastSecond(Instant until) {
        return seconds(until, 1);
    }

    static List<Window> lastMinute(Instant until) {
        return seconds(until, SECONDS_OF_A_MINUTE);
    }

    private static List<Window> seconds(Instant until, int seconds) {
        long to = until.minusMillis(WRITTEN_WITHIN_MILLIS).getEpochSecond();
        return Span.windows(to - seconds, to, List.of(Unit.SECOND));
    }

    /** The minute at hand and the 59 before. */
    static List<Window> lastHour(Instant until) {
        return upTo(until, HOUR, Unit.MINUTE);
    }

    /** The minute at hand and the 1,439 before. */
    static List<Window> lastDay(Instant until) {
        return upTo(until, DAY, Unit.MINUTE);
    }

    /** The hour at hand and the 23 before. */
    static List<Window> lastDayByHours(Instant until) {
        return upTo(until, DAY, Unit.HOUR);
    }

    private static List<Window> upTo(Instant until, long seconds, Unit shortest) {
        long to = Window.of(shortest, until.getEpochSecond()).start() + shortest.seconds();
        return Span.windows(to - seconds, to, List.of(Unit.HOUR, shortest));
    }
}
