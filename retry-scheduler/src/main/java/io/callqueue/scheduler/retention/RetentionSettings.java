package io.callqueue.scheduler.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long things are kept.
 *
 * @param interval between two clean-ups
 * @param keepFinalCalls after their end
 */
@ConfigurationProperties("callqueue.scheduler.retention")
public record RetentionSettings(Duration interval, Duration keepFinalCalls) {
    public RetentionSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "RETENTION_INTERVAL is " + interval.toMillis() + " ms: it must be from 1s to 1d");
        }
        if (keepFinalCalls.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("KEEP_FINAL_CALLS is " + keepFinalCalls.toMillis()
                    + " ms: it must be at least 1h, because a repeated request for a forgotten call would ring again");
        }
    }
}
