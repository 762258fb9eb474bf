package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was asked for and what a person changed of it since ({@link Reschedule}), as far as a call's moves need it; the whole request is kept beside it.
 *
 * @param ringTimeout how long the phone rings at most
 * @param maxDuration how long the conversation lasts at most
 * @param requestHash of the request as it was accepted: tells a repeated one from another one under the same id
 * @param retryOf the failed call in whose place a person wanted this one
 */
public record Order(String phoneNumber, String campaignId, Priority priority, int maxRetries, Duration ringTimeout,
        Duration maxDuration, Instant createdAt, Optional<Instant> scheduledAt, Optional<Instant> expiresAt,
        String requestHash, Optional<CallId> retryOf) {

    /** Of a call that stands in no other one's place. */
    public Order(String phoneNumber, String campaignId, Priority priority, int maxRetries, Duration ringTimeout,
            Duration maxDuration, Instant createdAt, Optional<Instant> scheduledAt, Optional<Instant> expiresAt,
            String requestHash) {
        this(phoneNumber, campaignId, priority, maxRetries, ringTimeout, maxDuration, createdAt, scheduledAt,
                expiresAt, requestHash, Optional.empty());
    }

    /** The same, in the place of this call. */
    public Order inPlaceOf(CallId failed) {
        return new Order(phoneNumber, campaignId, priority, maxRetries, ringTimeout, maxDuration, createdAt,
                scheduledAt, expiresAt, requestHash, Optional.of(failed));
    }
}
