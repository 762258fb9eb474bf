package io.callqueue.topic;

import java.time.Instant;
import java.util.Map;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

import io.callqueue.call.CallId;

import static java.util.Objects.requireNonNull;

/**
 * A record of {@code calls.callbacks}: a webhook of Plivo's that was verified.
 *
 * @param attempt the attempt that our URL named
 * @param form the form fields as Plivo sent them
 */
public record Callback(int schemaVersion, Kind kind, CallId callId, int attempt, Instant receivedAt,
        Map<String, String> form) {
    public Callback {
        requireNonNull(kind, "kind is missing");
        requireNonNull(callId, "call_id is missing");
        requireNonNull(receivedAt, "received_at is missing");
        requireNonNull(form, "form is missing");
    }

    /** Which of our URLs was called. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Kind {
        RING, ANSWER, HANGUP, MACHINE
    }

    public static Callback of(Kind kind, CallId id, int attempt, Instant at, Map<String, String> form) {
        return new Callback(1, kind, id, attempt, at, form);
    }

    /** A form field, empty when Plivo did not send it. */
    public String field(String name) {
        String sent = form.get(name);
        return sent == null ? "" : sent;
    }
}
