package io.callqueue.call;

import java.time.Instant;
import java.util.Optional;

/**
 * What a person wants otherwise of a call that was not claimed yet; what is absent stays.
 *
 * @param scheduledAt when it is to be dialed; in the past means now
 * @param priority how urgent it is
 */
public record Reschedule(Optional<Instant> scheduledAt, Optional<Priority> priority) {
    /** The order as it is then. */
    public Order of(Order order) {
        return new Order(order.phoneNumber(), order.campaignId(), priority.orElse(order.priority()), order.maxRetries(),
                order.ringTimeout(), order.maxDuration(), order.createdAt(), scheduledAt.or(order::scheduledAt),
                order.expiresAt(), order.requestHash(), order.retryOf());
    }

    /** Whether nothing is left to change. */
    public boolean isMetBy(Order order) {
        return of(order).equals(order);
    }
}
