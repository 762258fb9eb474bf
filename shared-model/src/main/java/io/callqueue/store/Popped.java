package io.callqueue.store;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** A call whose timer was fired, or that was unparked, as it stood then; its record is on its way to Kafka. */
public record Popped(CallId id, int revision, long epoch) {
    public static Popped of(Call call) {
        return new Popped(call.id(), call.revision(), call.epoch());
    }
}
