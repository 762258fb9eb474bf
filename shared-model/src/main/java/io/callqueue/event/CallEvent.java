package io.callqueue.event;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.request.CallRequest;

/**
 * What the ledger says after a move: the call's whole small state. Of two events of a call the one with the higher epoch, then version,
 * is right, so a gap, a double or a wrong order harms nothing.
 *
 * @param request the whole request, whenever the move was driven by a first record
 * @param olderAttempt one before the call's latest, of which more became known
 * @param forgottenAt when nobody needed to know of the call any more, which had ended long before; the last event of the call
 */
public record CallEvent(int schemaVersion, Call call, Optional<CallRequest> request,
        Optional<Attempt> olderAttempt, Optional<Instant> forgottenAt) {
    public static final int SCHEMA_VERSION = 1;

    public static CallEvent of(Call call) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static CallEvent of(Call call, CallRequest request) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.of(request), Optional.empty(), Optional.empty());
    }

    public static CallEvent of(Call call, Attempt older) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.empty(), Optional.of(older), Optional.empty());
    }

    public static CallEvent forgotten(Call call, Instant at) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.empty(), Optional.empty(), Optional.of(at));
    }
}
