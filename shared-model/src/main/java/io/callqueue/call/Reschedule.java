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

    /** What of this is not so yet. A time that has passed is so when the call waits for no later moment. */
    public Reschedule unmet(Call call, Instant now) {
        return new Reschedule(scheduledAt.filter(at -> !isFor(at, call, now)),
                priority.filter(wished -> wished != call.order().priority()));
    }

    private static boolean isFor(Instant at, Call call, Instant now) {
        Instant latest = at.isAfter(now) ? at : now;
        return !call.status().isFinal() && call.order().scheduledAt().filter(at::equals).isPresent()
                && call.dueAt().filter(latest::isBefore).isEmpty();
    }

    /** What of this is as it was in the order before: nobody has changed it since. */
    public Reschedule untouched(Order before, Order order) {
        return new Reschedule(scheduledAt.filter(at -> order.scheduledAt().equals(before.scheduledAt())),
                priority.filter(wished -> order.priority() == before.priority()));
    }

    public boolean isEmpty() {
        return scheduledAt.isEmpty() && priority.isEmpty();
    }
}
