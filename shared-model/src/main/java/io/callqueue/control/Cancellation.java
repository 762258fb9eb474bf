package io.callqueue.control;

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * A person ended a campaign's calls.
 *
 * @param before all of its calls that were created until then end, by the clock that dates calls
 * @param hangUp whether those under way are hung up; otherwise they go on to their end, and none of them is dialed again
 * @param resumed whether later calls are taken again; those before stay cancelled
 */
public record Cancellation(Instant before, boolean hangUp, boolean resumed) {
    public Cancellation {
        requireNonNull(before, "before is missing");
    }

    /** Whether it ends a call that was created at this moment: every one until the campaign is resumed. */
    public boolean covers(Instant createdAt) {
        return !resumed || !createdAt.isAfter(before);
    }

    /** Later calls are taken again. */
    public Cancellation lifted() {
        return new Cancellation(before, hangUp, true);
    }
}
