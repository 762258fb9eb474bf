package io.callqueue.dispatcher.dial;

import java.time.Instant;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.request.CallRequest;

/**
 * A call about to be dialed.
 *
 * @param call as it was when it was let in, @param seenAt the time of Redis then
 * @param seenNanos this machine's monotonic clock then
 * @param revision the revision of the call that its record stands for
 * @param recorded run once the intent stands in the ledger, or it is clear that there is none: the record needs nothing more
 */
public record Dial(Call call, Instant seenAt, long seenNanos, int revision, CallRequest request, Permit.Granted permit,
        Runnable recorded) {
    CallId id() {
        return call.id();
    }

    /** The time of Redis at this moment of the monotonic clock. */
    Instant at(long nanos) {
        return seenAt.plusNanos(nanos - seenNanos);
    }

    String lease() {
        return permit.lease();
    }
}
