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
        Duration leaseWatch) {}
