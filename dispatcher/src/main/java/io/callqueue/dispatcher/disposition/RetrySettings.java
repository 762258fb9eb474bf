package io.callqueue.dispatcher.disposition;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The backoff of each kind of outcome, where a call does not bring its own.
 *
 * @param hold how long a call waits whose attempt failed for a reason that is not its own: out of credit, caller number refused
 */
@ConfigurationProperties("callqueue.retry")
public record RetrySettings(Backoff noAnswer, Backoff busy, Backoff network, Backoff accountLimit, Duration hold) {}
