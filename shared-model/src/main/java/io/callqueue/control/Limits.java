package io.callqueue.control;

import java.util.Optional;

/**
 * The limits set at runtime. What is empty is as the services' settings say.
 *
 * @param maxConcurrentCalls live calls over all pods
 * @param rateLimitPerSecond dials in any rolling second over all pods
 * @param reservedShare of the permits that the most urgent calls take, what less urgent ones get while they wait
 */
public record Limits(int schemaVersion, Optional<Integer> maxConcurrentCalls, Optional<Double> rateLimitPerSecond,
        Optional<Double> reservedShare) {
    /** The key of their record. */
    public static final String KEY = "limits:account";

    public static Limits of(Optional<Integer> maxConcurrentCalls, Optional<Double> rateLimitPerSecond,
            Optional<Double> reservedShare) {
        return new Limits(1, maxConcurrentCalls, rateLimitPerSecond, reservedShare);
    }
}
