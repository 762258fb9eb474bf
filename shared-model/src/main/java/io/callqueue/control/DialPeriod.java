package io.callqueue.control;

import java.time.Duration;

/**
 * While the number of attempts to one number is capped: for how long each counts. Written by every dispatcher that starts with a cap, for who
 * makes a Redis anew.
 */
public record DialPeriod(long periodSeconds) {
    /** The key of its record. */
    public static final String KEY = "attempts-per-number";

    public static DialPeriod of(Duration period) {
        return new DialPeriod(period.toSeconds());
    }

    public Duration period() {
        return Duration.ofSeconds(periodSeconds);
    }
}
