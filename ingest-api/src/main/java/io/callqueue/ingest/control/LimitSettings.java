package io.callqueue.ingest.control;

import java.math.BigDecimal;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.control.Limits;

/**
 * The limits that the dispatchers hold where nothing else was set at runtime, for those who ask.
 *
 * @param maxConcurrentCalls live calls over all pods
 * @param ratePerSecond dials in any rolling second over all pods
 * @param reservedShare of the permits that the most urgent calls take, what less urgent ones get while they wait
 */
@ConfigurationProperties("callqueue.admission")
public record LimitSettings(int maxConcurrentCalls, BigDecimal ratePerSecond, BigDecimal reservedShare) {
    public LimitSettings {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException(
                    "MAX_CONCURRENT_CALLS is " + maxConcurrentCalls + ": at least 1, or no call is ever dialed");
        }
        if (ratePerSecond.signum() <= 0) {
            throw new IllegalArgumentException(
                    "RATE_LIMIT_PER_SECOND is " + ratePerSecond + ": above 0, or no call is ever dialed");
        }
        if (reservedShare.signum() < 0 || reservedShare.compareTo(Limits.MOST_RESERVED) > 0) {
            throw new IllegalArgumentException("RESERVED_SHARE is " + reservedShare + ": it must be from 0 to 0.5");
        }
    }

    /** What is in force when this was set at runtime. */
    public LimitsView with(Limits set) {
        return new LimitsView(set.maxConcurrentCalls().orElse(maxConcurrentCalls),
                set.rateLimitPerSecond().orElse(ratePerSecond), set.reservedShare().orElse(reservedShare));
    }
}
