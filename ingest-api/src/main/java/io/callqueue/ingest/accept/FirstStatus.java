package io.callqueue.ingest.accept;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Order;

/** The status that a call had when it was accepted, told from what never changes. */
public final class FirstStatus {
    private FirstStatus() {}

    public static CallStatus of(Call call) {
        Order order = call.order();
        return order.scheduledAt().filter(at -> at.isAfter(order.createdAt())).isPresent()
                ? CallStatus.SCHEDULED
                : CallStatus.QUEUED;
    }
}
