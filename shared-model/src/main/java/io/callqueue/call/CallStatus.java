package io.callqueue.call;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where a call stands, and the one table of the moves between. */
public enum CallStatus {
    /** A record in the topic of its priority keeps it. */
    QUEUED,
    /** For later, as asked, and no attempt was made yet: a timer keeps it. */
    SCHEDULED,
    /** Held back by us, the next attempt not made: a timer keeps it, or it is parked under its campaign. */
    DEFERRED,
    /** Claimed by a dispatcher: from here until Plivo's first webhook. */
    DIALING,
    /** Perhaps dialed: Plivo is asked before anything else happens. */
    UNKNOWN, RINGING, IN_PROGRESS,
    /** An attempt failed, another follows: a timer keeps it. */
    RETRYING,
    /** Somebody answered and the conversation ended. */
    COMPLETED,
    /** No attempt reached anybody and none is left, or the number can not be called. */
    FAILED,
    /** Ended by a person, or its number is on the do-not-call list. */
    CANCELLED,
    /** Its {@code expires_at} passed before it could be dialed, or its calling windows are never open at once. */
    EXPIRED;

    /** The word on the wire, such as {@code in_progress}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static CallStatus parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Nothing happens to the call any more. */
    public boolean isFinal() {
        return next().isEmpty();
    }

    /** Waiting for a moment: nobody's phone has to do with it now. */
    public boolean isWaiting() {
        return this == SCHEDULED || this == DEFERRED || this == RETRYING;
    }

    /** Not claimed for its next attempt yet. */
    public boolean isBeforeDial() {
        return this == QUEUED || isWaiting();
    }

    /** An attempt is under way, as far as we know. */
    public boolean isActive() {
        return this == DIALING || this == RINGING || this == IN_PROGRESS;
    }

    /** An attempt that is or may be under way. */
    public boolean isOpenAttempt() {
        return isActive() || this == UNKNOWN;
    }

    /**
     * The statuses that may follow this one; itself only where something else of the call may change. News of the latest
     * attempt advance a call that is queued or waiting too: that attempt was believed lost and was not (adoption), so
     * these moves stand in the rows of QUEUED, DEFERRED and RETRYING.
     */
    public Set<CallStatus> next() {
        return switch (this) {
            case QUEUED ->
                EnumSet.of(DIALING, SCHEDULED, DEFERRED, RINGING, IN_PROGRESS, RETRYING, COMPLETED, FAILED, CANCELLED,
                        EXPIRED);
            case SCHEDULED -> EnumSet.of(SCHEDULED, QUEUED, CANCELLED);
            case DEFERRED ->
                EnumSet.of(QUEUED, SCHEDULED, DEFERRED, DIALING, RINGING, IN_PROGRESS, RETRYING, COMPLETED, FAILED,
                        CANCELLED);
            case RETRYING ->
                EnumSet.of(QUEUED, DIALING, RINGING, IN_PROGRESS, RETRYING, COMPLETED, FAILED, CANCELLED);
            case DIALING ->
                EnumSet.of(DIALING, UNKNOWN, RINGING, IN_PROGRESS, DEFERRED, RETRYING, COMPLETED, FAILED, CANCELLED);
            case UNKNOWN ->
                EnumSet.of(UNKNOWN, DIALING, RINGING, IN_PROGRESS, DEFERRED, RETRYING, COMPLETED, FAILED, CANCELLED);
            case RINGING -> EnumSet.of(RINGING, IN_PROGRESS, RETRYING, COMPLETED, FAILED, CANCELLED);
            case IN_PROGRESS -> EnumSet.of(IN_PROGRESS, RETRYING, COMPLETED, FAILED, CANCELLED);
            case COMPLETED, FAILED, CANCELLED, EXPIRED -> EnumSet.noneOf(CallStatus.class);
        };
    }
}
