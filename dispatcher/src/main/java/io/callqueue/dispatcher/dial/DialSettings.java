package io.callqueue.dispatcher.dial;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.store.RestoredCalls;

/**
 * How attempts are dialed.
 *
 * @param workers dials of this pod that are on their way to Plivo at once
 * @param deadline from the claim until somebody else may ask Plivo about the attempt; no request leaves after half of it
 * @param calleeBusy how long a call waits while another one to the same number is under way
 * @param plivoAway how long a call waits when Plivo could not be reached for it
 * @param drain how long a stopping pod waits for the dials on their way
 */
@ConfigurationProperties("callqueue.dial")
public record DialSettings(int workers, Duration deadline, Duration calleeBusy, Duration plivoAway, Duration drain) {
    public DialSettings {
        if (workers < 1 || workers > 10_000) {
            throw new IllegalArgumentException("QUEUE_WORKERS is " + workers + ": it must be from 1 to 10000");
        }
        if (deadline.compareTo(Duration.ofSeconds(1)) < 0
                || deadline.compareTo(RestoredCalls.LONGEST_DIAL_DEADLINE) > 0) {
            throw new IllegalArgumentException(
                    "DIAL_DEADLINE is " + deadline.toMillis() + " ms: it must be from 1000 to 60000 ms");
        }
        check("CALLEE_BUSY_DELAY", calleeBusy);
        check("PLIVO_AWAY_DELAY", plivoAway);
    }

    private static void check(String name, Duration setting) {
        if (setting.compareTo(Duration.ofMillis(100)) < 0 || setting.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + setting.toMillis() + " ms: it must be from 100 ms to 1 day");
        }
    }
}
