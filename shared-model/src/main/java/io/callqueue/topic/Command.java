package io.callqueue.topic;

import java.time.Instant;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

import io.callqueue.call.CallId;

/** A record of {@code calls.commands}: what a person wants done with a call. */
public record Command(int schemaVersion, Type type, CallId callId, Instant requestedAt) {
    /** What is wanted. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Type {
        CANCEL
    }

    public static Command cancel(CallId id, Instant at) {
        return new Command(1, Type.CANCEL, id, at);
    }
}
