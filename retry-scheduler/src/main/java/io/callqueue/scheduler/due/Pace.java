package io.callqueue.scheduler.due;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.callqueue.store.Due;

/** Decides how long to wait between two looks at the timers. */
record Pace(Duration tick, int batch) {
    /** After something failed. */
    static final Duration BACK_OFF = Duration.ofMillis(200);

    /**
     * Until the next timer, counted from the last look, but no longer than a tick: another service may set an earlier one meanwhile.
     *
     * @param spent the time since the look that found {@code shards}
     */
    Duration pause(List<Due> shards, Duration spent) {
        if (shards.stream().anyMatch(due -> due.fired().size() + due.looks().size() >= batch)) {
            return Duration.ZERO;
        }
        Duration untilNext = Stream
                .concat(Stream.of(tick), shards.stream().map(Due::untilNext).flatMap(Optional::stream))
                .min(Duration::compareTo).orElse(tick);
        Duration left = untilNext.minus(spent);
        return left.isNegative() ? Duration.ZERO : left.compareTo(tick) > 0 ? tick : left;
    }
}
