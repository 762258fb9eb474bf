package io.callqueue.dispatcher.reconcile;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How attempts are followed that nobody is sure of.
 *
 * @param lookUpSpacing before the first look-up of an attempt nobody is sure of: longer than the lag of Plivo's lists
 * @param recordLag before the second one, after which it is believed lost: longer than Plivo takes to write the record of a call that ended
 * @param firstWebhook how long after Plivo's accept a webhook is awaited before Plivo is asked
 * @param webhookMargin how long after the ring time-out or the time limit the next webhook is awaited
 * @param leaseWatch between comparisons of the held slots with Plivo's lists
 */
@ConfigurationProperties("callqueue.reconcile")
public record ReconcileSettings(Duration lookUpSpacing, Duration recordLag, Duration firstWebhook,
        Duration webhookMargin,
        Duration leaseWatch) {
    public ReconcileSettings {
        check("LOOK_UP_SPACING", lookUpSpacing);
        check("RECORD_LAG", recordLag);
        check("FIRST_WEBHOOK_TIMEOUT", firstWebhook);
        check("WEBHOOK_MARGIN", webhookMargin);
        check("LEASE_WATCH_INTERVAL", leaseWatch);
    }

    private static void check(String name, Duration setting) {
        if (setting.compareTo(Duration.ofMillis(100)) < 0 || setting.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + setting.toMillis() + " ms: it must be from 100 ms to 1 day");
        }
    }
}
