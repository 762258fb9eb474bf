package io.callqueue.ingest.reschedule;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param patience how long a request waits for its result
 * @param lookEvery how often the call is looked at meanwhile
 */
@ConfigurationProperties("callqueue.reschedule")
public record RescheduleSettings(Duration patience, Duration lookEvery) {
    public RescheduleSettings {
        if (patience.isNegative()) {
            throw new IllegalArgumentException(
                    "RESCHEDULE_PATIENCE is " + patience.toMillis() + " ms: it must not be negative");
        }
        if (lookEvery.toMillis() < 1) {
            throw new IllegalArgumentException("callqueue.reschedule.look-every is " + lookEvery.toMillis()
                    + " ms: it must be at least 1 ms");
        }
    }
}
