package io.callqueue.topic;

import java.time.Instant;
import java.util.Optional;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

import io.callqueue.call.CallId;
import io.callqueue.call.Reschedule;

import static java.util.Objects.requireNonNull;

/**
 * A record of {@code calls.commands}: what a person wants done with a call.
 *
 * @param revision of the call that a change is about; it is not made once the call has another one
 * @param reschedule the change, where that is what is wanted
 */
public record Command(int schemaVersion, Type type, CallId callId, Instant requestedAt, Optional<Integer> revision,
        Optional<Reschedule> reschedule) {
    public Command {
        requireNonNull(type, "type is missing");
        requireNonNull(callId, "call_id is missing");
        requireNonNull(requestedAt, "requested_at is missing");
        if (type == Type.RESCHEDULE && (revision.isEmpty() || reschedule.isEmpty())) {
            throw new IllegalArgumentException("revision or reschedule is missing");
        }
    }

    /** What is wanted. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Type {
        CANCEL, RESCHEDULE
    }

    public static Command cancel(CallId id, Instant at) {
        return new Command(1, Type.CANCEL, id, at, Optional.empty(), Optional.empty());
    }

    public static Command reschedule(CallId id, Instant at, int revision, Reschedule wish) {
        return new Command(1, Type.RESCHEDULE, id, at, Optional.of(revision), Optional.of(wish));
    }
}
