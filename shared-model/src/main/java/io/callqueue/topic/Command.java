package io.callqueue.topic;

import java.time.Instant;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

import io.callqueue.call.CallId;

import static java.util.Objects.requireNonNull;

/** A record of {@code calls.commands}: what a person wants done with a call. */
public record Command(int schemaVersion, Type type, CallId callId, Instant requestedAt) {
    public Command {
        requireNonNull(type, "type is missing");
        requireNonNull(callId, "call_id is missing");
        requireNonNull(requestedAt, "requested_at is missing");
    }

    /** What is wanted. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Type {
        CANCEL
    }

    public static Command cancel(CallId id, Instant at) {
        return new Command(1, Type.CANCEL, id, at);
    }
}
