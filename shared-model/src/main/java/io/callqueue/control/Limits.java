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
    public static final int MOST_CALLS = 1_000_000;
    public static final BigDecimal LEAST_RATE = new BigDecimal("0.001");
    public static final BigDecimal MOST_RATE = new BigDecimal("10000");
    private static final int MOST_DIGITS = 20;
    /** The key of their record. */
    public static final String KEY = "limits:account";

    /** @throws IllegalArgumentException when nothing could be dialed by them, or no pod could hold them */
    public Limits {
        maxConcurrentCalls.filter(calls -> calls < 1 || calls > MOST_CALLS).ifPresent(Limits::impossible);
        rateLimitPerSecond.filter(rate -> !isFrom(rate, LEAST_RATE, MOST_RATE)).ifPresent(Limits::impossible);
        reservedShare.filter(share -> !isFrom(share, BigDecimal.ZERO, MOST_RESERVED)).ifPresent(Limits::impossible);
    }

    private static void impossible(Object limit) {
        throw new IllegalArgumentException("a limit of " + limit + " is impossible");
    }

    /** Also when it takes thousands of digits to write it: no. */
    public static boolean isFrom(BigDecimal number, BigDecimal least, BigDecimal most) {
        return Math.abs(number.scale()) <= MOST_DIGITS && number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }

    public static Limits of(Optional<Integer> maxConcurrentCalls, Optional<BigDecimal> rateLimitPerSecond,
            Optional<BigDecimal> reservedShare) {
        return new Limits(1, maxConcurrentCalls, rateLimitPerSecond, reservedShare);
    }
}
