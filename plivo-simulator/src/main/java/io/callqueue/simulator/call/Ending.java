package io.callqueue.simulator.call;

import io.callqueue.simulator.outcome.HangupCause;

/** Why a call ended, and who ended it. */
record Ending(HangupCause cause, String source) {
    static Ending of(HangupCause cause) {
        return new Ending(cause, cause.source());
    }

    /** Hung up through the API: normal once answered, canceled before. */
    static Ending byApi(boolean answered) {
        return new Ending(answered ? HangupCause.NORMAL : HangupCause.CANCELED, "API Request");
    }

    /** The callee puts the phone down, or declines while it rings. */
    static Ending byCallee(boolean answered) {
        return of(answered ? HangupCause.NORMAL : HangupCause.REJECTED);
    }
}
