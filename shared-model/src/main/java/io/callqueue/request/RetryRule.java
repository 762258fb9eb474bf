package io.callqueue.request;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Somebody's own backoff for one kind of outcome; what is absent is left to whoever comes after. Times in seconds. */
public record RetryRule(Optional<Integer> max, Optional<Long> baseSeconds, Optional<Double> factor,
        Optional<Long> capSeconds) {

    /** This one, and where it says nothing the other. */
    public RetryRule over(RetryRule other) {
        return new RetryRule(max.or(other::max), baseSeconds.or(other::baseSeconds), factor.or(other::factor),
                capSeconds.or(other::capSeconds));
    }

    /** The rules of both by kind of outcome, field by field the first before the second. */
    public static Map<String, RetryRule> over(Map<String, RetryRule> first, Map<String, RetryRule> second) {
        Map<String, RetryRule> both = new TreeMap<>(second);
        first.forEach((kind, rule) -> both.merge(kind, rule, (general, own) -> own.over(general)));
        return both;
    }
}
