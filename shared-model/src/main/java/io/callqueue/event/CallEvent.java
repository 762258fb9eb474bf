package io.callqueue.event;

import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.request.CallRequest;

/**
 * What the ledger says after a move: the call's whole small state. Of two events of a call the one with the higher epoch, then version,
 * is right, so a gap, a double or a wrong order harms nothing.
 *
 * @param request the whole request, whenever the move was driven by a first record
 */
public record CallEvent(int schemaVersion, Call call, Optional<CallRequest> request) {
    public static final int SCHEMA_VERSION = 1;

    public static CallEvent of(Call call) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.empty());
    }

    public static CallEvent of(Call call, CallRequest request) {
        return new CallEvent(SCHEMA_VERSION, call, Optional.of(request));
    }
}
