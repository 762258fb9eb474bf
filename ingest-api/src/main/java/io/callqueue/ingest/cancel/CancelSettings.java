package io.callqueue.ingest.cancel;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param patience how long a request waits for its result
 * @param lookEvery how often the call is looked at meanwhile
 */
@ConfigurationProperties("callqueue.cancel")
public record CancelSettings(Duration patience, Duration lookEvery) {
    public CancelSettings {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("CANCEL_PATIENCE is " + patience + ": it must not be negative");
        }
        if (lookEvery.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "callqueue.cancel.look-every is " + lookEvery + ": it must be at least 1ms");
        }
    }
}
