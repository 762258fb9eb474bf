package io.callqueue.dispatcher.reconcile;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What Plivo knows of an attempt. */
public sealed interface Finding {
    /** It waits in Plivo's own queue. */
    record Queued(String uuid) implements Finding {}

    /** It rings, or somebody answered. */
    record Live(String uuid, boolean answered) implements Finding {}

    /**
     * It is over; Plivo's call record says how.
     *
     * @param at when, to the second, @param cost in the account's currency
     */
    record Over(String uuid, int hangupCode, Optional<String> cause, Optional<Integer> durationSeconds,
            Optional<Instant> at, Optional<BigDecimal> cost) implements Finding {}

    /** Neither Plivo's lists nor its call records have it. */
    record NotFound() implements Finding {}
}
