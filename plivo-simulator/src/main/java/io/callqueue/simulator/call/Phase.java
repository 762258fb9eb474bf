package io.callqueue.simulator.call;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a call is, in the order of its life; phases may be skipped, never gone back to. */
public enum Phase {
    QUEUED, DIALING, RINGING, IN_PROGRESS, ENDED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
