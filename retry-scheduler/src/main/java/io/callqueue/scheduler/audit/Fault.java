package io.callqueue.scheduler.audit;

import java.util.Locale;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;

/** A call that breaks the rule of keeping. */
public record Fault(CallId callId, CallStatus status, int revision, Kind kind) {
    /** What is wrong with it. */
    public enum Kind {
        /** Nobody comes back to it: an orphan. */
        NOT_KEPT,
        /** More than one would come back to it. */
        KEPT_TWICE,
        /** It is final, and somebody would come back to it all the same. */
        FINAL_BUT_KEPT
    }

    /** One line for a person. */
    public String line() {
        return "%s %s revision %d: %s".formatted(callId, status.word(), revision,
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}
