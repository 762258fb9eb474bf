package io.callqueue.ingest.accept;

import java.time.Instant;
import java.util.function.Function;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Order;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;

/**
 * A checked request with its identity: a call that nobody knows yet.
 *
 * @param isNew its id was made just now, so no call can have it
 * @param value of its record
 */
public record Submission(Call call, CallRequest request, boolean isNew, byte[] value) {

    /** The call of this request under its own id, or else under one made from the request's hash. */
    public static Submission of(CallRequest request, Instant now, Function<String, CallId> idOfHash, boolean isIdNew) {
        Order order = request.order(now);
        CallId id = request.customCallId().map(CallId::new).orElseGet(() -> idOfHash.apply(order.requestHash()));
        Call call = Call.created(id, order, request.dueAfter(now));
        return new Submission(call, request, isIdNew && request.customCallId().isEmpty(), Json.bytes(request));
    }

    public CallId id() {
        return call.id();
    }

    public String hash() {
        return call.order().requestHash();
    }
}
