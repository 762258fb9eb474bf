package io.callqueue.dispatcher.admission;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the account allows, over all pods together, where nothing else was set at runtime.
 *
 * @param maxConcurrentCalls calls that are dialing, ringing or in progress at once
 * @param ratePerSecond dials in any rolling second
 * @param tolerance how much longer than a second the rate's moments take, so that Plivo's own rolling second holds although a dial leaves
 *            late, and is on its way longer than others
 * @param horizon how far ahead a moment may lie: more urgent calls wait no longer than this behind less urgent ones
 * @param reservedShare of the permits that the most urgent calls take, what less urgent ones get while they wait
 * @param lapse after which a permit that was not used comes back
 */
@ConfigurationProperties("callqueue.admission")
public record AdmissionSettings(int maxConcurrentCalls, double ratePerSecond, Duration tolerance, Duration horizon,
        double reservedShare, Duration lapse) {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);
    /** The rate may be set higher meanwhile, and a moment given back. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    public AdmissionSettings {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException(
                    "MAX_CONCURRENT_CALLS is " + maxConcurrentCalls + ": it must be at least 1");
        }
        if (!(ratePerSecond > 0 && ratePerSecond <= 10_000)) {
            throw new IllegalArgumentException(
                    "RATE_LIMIT_PER_SECOND is " + ratePerSecond + ": it must be above 0, at most 10000");
        }
        if (tolerance.compareTo(Duration.ofMillis(10)) < 0 || tolerance.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException(
                    "RATE_TOLERANCE is " + tolerance.toMillis() + " ms: it must be from 10 to 1000 ms");
        }
        if (horizon.isNegative() || horizon.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "RATE_HORIZON is " + horizon.toMillis() + " ms: it must be from 0 to 60000 ms");
        }
        if (!(reservedShare >= 0 && reservedShare <= 0.5)) {
            throw new IllegalArgumentException("RESERVED_SHARE is " + reservedShare + ": it must be from 0 to 0.5");
        }
        if (lapse.compareTo(Duration.ofSeconds(1)) < 0 || lapse.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "PERMIT_LAPSE is " + lapse.toMillis() + " ms: it must be from 1000 to 3600000 ms");
        }
    }

    /**
     * How much later than its moment a dial may leave.
     *
     * @param late how much later it may be at Plivo; three quarters of the tolerance are for its way there
     */
    Duration lateness(Duration late) {
        return late.minus(tolerance.multipliedBy(3).dividedBy(4));
    }

    /**
     * When to ask for a moment that comes within the horizon then. All pods are told the same, and one of them gets it: a little later
     * there may be two, and it is still early enough.
     */
    Duration askAfter(Duration within) {
        Duration later = within.plus(Collections.min(List.of(LONGEST_PAUSE, horizon.dividedBy(5))));
        return Collections.min(List.of(later, LONGEST_WAIT));
    }
}
