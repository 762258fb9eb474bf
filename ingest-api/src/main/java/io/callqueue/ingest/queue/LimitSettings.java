package io.callqueue.ingest.queue;

import java.math.BigDecimal;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The caps that the dispatchers hold, for those who ask.
 *
 * @param maxConcurrentCalls live calls over all pods
 * @param ratePerSecond dials in any rolling second over all pods
 */
@ConfigurationProperties("callqueue.admission")
public record LimitSettings(int maxConcurrentCalls, BigDecimal ratePerSecond) {
    public LimitSettings {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException(
                    "MAX_CONCURRENT_CALLS is " + maxConcurrentCalls + ": at least 1, or no call is ever dialed");
        }
        if (ratePerSecond.signum() <= 0) {
            throw new IllegalArgumentException(
                    "RATE_LIMIT_PER_SECOND is " + ratePerSecond + ": above 0, or no call is ever dialed");
        }
    }
}
