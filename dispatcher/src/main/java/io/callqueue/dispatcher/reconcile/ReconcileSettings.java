package io.callqueue.dispatcher.reconcile;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How attempts are followed that nobody is sure of.
 *
 * @param lookUpSpacing between look-ups of an attempt nobody is sure of: longer than the lag of Plivo's lists
 * @param firstWebhook how long after Plivo's accept a webhook is awaited before Plivo is asked
 * @param webhookMargin how long after the ring time-out or the time limit the next webhook is awaited
 * @param leaseWatch between comparisons of the held slots with Plivo's lists
 */
@ConfigurationProperties("callqueue.reconcile")
public record ReconcileSettings(Duration lookUpSpacing, Duration firstWebhook, Duration webhookMargin,
        Duration leaseWatch) {
    public ReconcileSettings {
        check("LOOK_UP_SPACING", lookUpSpacing);
        check("FIRST_WEBHOOK_TIMEOUT", firstWebhook);
        check("LEASE_WATCH_INTERVAL", leaseWatch);
    }

    private static void check(String name, Duration setting) {
        if (setting.compareTo(Duration.ofMillis(100)) < 0 || setting.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + setting.toMillis() + " ms: it must be from 100 ms to 1 day");
        }
    }
}
