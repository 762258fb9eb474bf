package io.callqueue.dispatcher.dial;

import io.callqueue.call.CallId;

/** Where a process may die between two steps of a dial, so that this can be tried out. In production nothing happens here. */
@FunctionalInterface
public interface Checkpoints {
    Checkpoints NONE = (step, id) -> {};

    /** The steps of one dial, in their order. */
    enum Step {
        /** A permit is held, the call is not claimed. */
        PERMITTED,
        /** Claimed in Redis, the intent not in the ledger. */
        CLAIMED,
        /** The intent is in the ledger, the record not committed. */
        INTENDED,
        /** The lease is firm and the record may be committed, the request has not left. */
        FIRM,
        /** Plivo's answer is here and not written down. */
        ANSWERED,
        /** The result is written down. */
        RECORDED
    }

    void reached(Step step, CallId id);
}
