package io.callqueue.scheduler.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.rebuild.Rebuild;

/**
 * How long things are kept.
 *
 * @param interval between two clean-ups
 * @param keepFinalCalls after their end, in Redis and in the ledger
 * @param keepEvents after they were written; what they came to stays in the ledger
 */
@ConfigurationProperties("callqueue.scheduler.retention")
public record RetentionSettings(Duration interval, Duration keepFinalCalls, Duration keepEvents) {
    private static final Duration SHORTEST = Rebuild.LONGEST_GAP.plusHours(1);

    public RetentionSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "RETENTION_INTERVAL is " + interval.toMillis() + " ms: it must be from 1s to 1d");
        }
        if (keepFinalCalls.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("KEEP_FINAL_CALLS is " + keepFinalCalls.toMillis()
                    + " ms: it must be at least 1h, because a repeated request for a forgotten call would ring again");
        }
        if (keepEvents.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("KEEP_EVENTS is " + keepEvents.toMillis() + " ms: it must be at least "
                    + SHORTEST.toHours() + "h, because a Redis that lost its last writes is made anew from them");
        }
    }
}
