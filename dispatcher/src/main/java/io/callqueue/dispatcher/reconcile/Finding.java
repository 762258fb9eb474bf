package io.callqueue.dispatcher.reconcile;

import java.util.Optional;

/** What Plivo knows of an attempt. */
public sealed interface Finding {
    /** It waits in Plivo's own queue. */
    record Queued(String uuid) implements Finding {}

    /** It rings, or somebody answered. */
    record Live(String uuid, boolean answered) implements Finding {}

    /** It is over; Plivo's call record says how. */
    record Over(String uuid, int hangupCode, Optional<String> cause,
            Optional<Integer> durationSeconds) implements Finding {}

    /** Neither Plivo's lists nor its call records have it. */
    record NotFound() implements Finding {}
}
