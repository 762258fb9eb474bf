package io.callqueue.control;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The limits set at runtime. What is empty is as the services' settings say.
 *
 * @param maxConcurrentCalls live calls over all pods
 * @param rateLimitPerSecond dials in any rolling second over all pods
 * @param reservedShare of the permits that the most urgent calls take, what less urgent ones get while they wait
 */
public record Limits(int schemaVersion, Optional<Integer> maxConcurrentCalls, Optional<BigDecimal> rateLimitPerSecond,
        Optional<BigDecimal> reservedShare) {
    /** The largest reserved share: the most urgent calls never get less than others. */
    public static final BigDecimal MOST_RESERVED = new BigDecimal("0.5");
    /** The key of their record. */
    public static final String KEY = "limits:account";

    public static Limits of(Optional<Integer> maxConcurrentCalls, Optional<BigDecimal> rateLimitPerSecond,
            Optional<BigDecimal> reservedShare) {
        return new Limits(1, maxConcurrentCalls, rateLimitPerSecond, reservedShare);
    }
}
