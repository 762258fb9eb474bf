package io.callqueue.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A stretch of time within which something happened.
 *
 * @param start its first second, since 1970; 0 for all time
 */
public record Window(Unit unit, long start) {
    /** How long windows are, in UTC, and for how long they are kept. */
    public enum Unit {
        /** All time. */
        TOTAL(0, Duration.ZERO), SECOND(1, Duration.ofMinutes(3)), MINUTE(60, Duration.ofHours(25)), HOUR(3_600,
                Duration.ofHours(49)), DAY(86_400, Duration.ofDays(90));

        private final long seconds;
        private final Duration kept;
        private final String word = name().toLowerCase(Locale.ROOT);

        Unit(long seconds, Duration kept) {
            this.seconds = seconds;
            this.kept = kept;
        }

        public long seconds() {
            return seconds;
        }

        /** How long after its end a window is forgotten. */
        public Duration kept() {
            return kept;
        }

        String word() {
            return word;
        }
    }

    /** Of a second, until the year 2286. */
    private static final int DIGITS = 10;
    public static final Window TOTAL = new Window(Unit.TOTAL, 0);

    /** The one that this second is in. */
    public static Window of(Unit unit, long second) {
        return unit == Unit.TOTAL ? TOTAL : new Window(unit, Math.floorDiv(second, unit.seconds()) * unit.seconds());
    }

    public boolean isForgotten(Instant now) {
        return unit != Unit.TOTAL && start < firstKept(unit, now);
    }

    /** The start of the oldest window of this unit that is kept at this moment. */
    public static long firstKept(Unit unit, Instant now) {
        long second = now.minus(unit.kept()).getEpochSecond();
        return Window.of(unit, second).start;
    }

    /** Sorts by unit, then by time. */
    public String name() {
        String second = Long.toString(start);
        return unit == Unit.TOTAL
                ? unit.word()
                : unit.word() + ":" + "0".repeat(Math.max(0, DIGITS - second.length())) + second;
    }

    /** @throws IllegalArgumentException when it is none */
    static Window parse(String name) {
        int colon = name.indexOf(':');
        Unit unit = Unit.valueOf((colon < 0 ? name : name.substring(0, colon)).toUpperCase(Locale.ROOT));
        return colon < 0 ? TOTAL : new Window(unit, Long.parseLong(name.substring(colon + 1)));
    }
}
