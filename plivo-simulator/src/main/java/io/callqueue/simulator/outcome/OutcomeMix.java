package io.callqueue.simulator.outcome;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Weights of outcomes; they need not add up to anything. */
public final class OutcomeMix {
    private final Map<Outcome, Double> weights = new LinkedHashMap<>();
    private final double total;

    /** @throws IllegalArgumentException for an unknown outcome, a negative weight, or no weight above 0 */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OutcomeMix(Map<String, Double> weights) {
        // Sorted, so that a seed means the same calls in every JVM
        new TreeMap<>(weights).forEach((word, weight) -> {
            if (!(weight >= 0) || weight.isInfinite()) {
                throw new IllegalArgumentException("The weight of " + word + " must be 0 or more, not " + weight);
            }
            this.weights.put(Outcome.of(word), weight);
        });
        total = this.weights.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("The mix needs at least one weight above 0");
        }
    }

    public static OutcomeMix always(Outcome outcome) {
        return new OutcomeMix(Map.of(outcome.word(), 1.0));
    }

    public Outcome draw(RandomGenerator random) {
        double point = random.nextDouble() * total;
        Outcome last = Outcome.ANSWERED;
        for (Map.Entry<Outcome, Double> each : weights.entrySet()) {
            if (each.getValue() > 0) {
                last = each.getKey();
                point -= each.getValue();
                if (point < 0) {
                    return last;
                }
            }
        }
        return last;
    }

    @JsonValue
    public Map<String, Double> weights() {
        Map<String, Double> byWord = new LinkedHashMap<>();
        weights.forEach((outcome, weight) -> byWord.put(outcome.word(), weight));
        return byWord;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutcomeMix mix && mix.weights.equals(weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    @Override
    public String toString() {
        return weights().toString();
    }
}
