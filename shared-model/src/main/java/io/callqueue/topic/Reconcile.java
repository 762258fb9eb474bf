package io.callqueue.topic;

import java.util.Optional;

import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

import static java.util.Objects.requireNonNull;

/**
 * A record of {@code calls.reconcile}: what Plivo is to be asked about an attempt, or told.
 *
 * @param version the call's version when this was written; of an older one than the call's nothing follows
 * @param callUuid what Plivo names the attempt, where a webhook told it that the call does not keep: one for a call that is cancelled already
 */
public record Reconcile(int schemaVersion, CallId callId, int attempt, long version, Action action,
        Optional<String> callUuid) {
    public Reconcile {
        requireNonNull(callId, "call_id is missing");
        requireNonNull(action, "action is missing");
    }

    /** What to do at Plivo. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Action {
        LOOK_UP, HANG_UP
    }

    public static Reconcile of(Call call, Action action) {
        return new Reconcile(1, call.id(), call.attemptNumber(), call.version(), action, Optional.empty());
    }

    public static Reconcile hangUp(Call call, Optional<String> callUuid) {
        return new Reconcile(1, call.id(), call.attemptNumber(), call.version(), Action.HANG_UP, callUuid);
    }
}
