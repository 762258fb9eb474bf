package io.callqueue.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** When all of several windows are open at once. */
public sealed interface Opening {
    /** How far ahead is looked: each day of the week, each change of clocks and each yearly holiday comes within it. */
    Duration HORIZON = Duration.ofDays(366);

    /** They are open. */
    record Now() implements Opening {}

    /**
     * They open later.
     *
     * @param at the first moment
     * @param until when the first of them closes again
     */
    record Later(Instant at, Instant until) implements Opening {}

    /** They are not open at once within {@link #HORIZON}. */
    record Never() implements Opening {}

    /** Without any window it is always open. */
    static Opening of(Instant now, Collection<ZonedWindow> windows) {
        Optional<Instant> first = firstCommon(now, windows);
        if (first.isEmpty()) {
            return new Never();
        }
        Instant at = first.get();
        return at.equals(now)
                ? new Now()
                : new Later(at, windows.stream().map(window -> window.closes(at)).min(Instant::compareTo).orElse(at));
    }

    private static Optional<Instant> firstCommon(Instant now, Collection<ZonedWindow> windows) {
        Instant limit = now.plus(HORIZON);
        Instant before;
        Instant at = now;
        do { // each that is closed then moves it on, until none is
            before = at;
            for (ZonedWindow window : windows) {
                Optional<Instant> opens = window.opens(at, limit);
                if (opens.isEmpty()) {
                    return Optional.empty();
                }
                at = opens.get();
            }
        } while (!at.equals(before));
        return Optional.of(at);
    }
}
