package io.callqueue.dispatcher.disposition;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.callqueue.request.RetryRule;

/**
 * How long until the next attempt after outcomes of one kind: full jitter (AWS Architecture Blog, Exponential Backoff And Jitter) under
 * {@code min(cap, base * factor^(n-1))}.
 *
 * @param max how often an attempt is retried that ended like this
 */
public record Backoff(int max, Duration base, double factor, Duration cap) {

    /** The same with what a caller wants otherwise. */
    Backoff with(RetryRule rule) {
        return new Backoff(rule.max().orElse(max), rule.baseSeconds().map(Duration::ofSeconds).orElse(base),
                rule.factor().orElse(factor),
                rule.capSeconds().map(Duration::ofSeconds).orElse(cap));
    }

    /** @param times how often it has ended like this, 1 for the first time */
    Duration delay(int times, RandomGenerator random) {
        double most = Math.min(cap.toMillis(), base.toMillis() * Math.pow(factor, times - 1.0));
        return Duration.ofMillis((long) (random.nextDouble() * most));
    }
}
