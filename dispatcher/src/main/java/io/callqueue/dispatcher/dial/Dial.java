package io.callqueue.dispatcher.dial;

import io.callqueue.call.CallId;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.request.CallRequest;

/**
 * A call about to be dialed.
 *
 * @param revision the revision of the call that its record stands for
 * @param recorded run once the intent stands in the ledger, or it is clear that there is none: the record needs nothing more
 */
public record Dial(CallId id, int revision, CallRequest request, Permit.Granted permit, Runnable recorded) {
    String lease() {
        return permit.lease();
    }
}
