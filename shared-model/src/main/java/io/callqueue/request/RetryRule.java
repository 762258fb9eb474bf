package io.callqueue.request;

import java.util.Optional;

/** A caller's own backoff for one kind of outcome; what is absent is as configured. Times in seconds. */
public record RetryRule(Optional<Integer> max, Optional<Long> baseSeconds, Optional<Double> factor,
        Optional<Long> capSeconds) {}
