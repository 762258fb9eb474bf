package io.callqueue.simulator.outcome;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which outcomes successive dials of a number meet. A whole number goes before a suffix, a longer suffix before a shorter. */
public final class NumberPlans {
    private final Map<String, List<Outcome>> byNumber = new ConcurrentHashMap<>();
    private final Map<NumberPattern, List<Outcome>> bySuffix = new ConcurrentHashMap<>();

    public NumberPlans(Map<String, List<Outcome>> initial) {
        initial.forEach(this::put);
    }

    /** An empty list forgets the number's plan. */
    public void put(String number, List<Outcome> outcomes) {
        NumberPattern pattern = new NumberPattern(number);
        if (pattern.isSuffix()) {
            put(bySuffix, pattern, outcomes);
        } else {
            put(byNumber, pattern.text(), outcomes);
        }
    }

    private static <K> void put(Map<K, List<Outcome>> plans, K key, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            plans.remove(key);
        } else {
            plans.put(key, List.copyOf(outcomes));
        }
    }

    /** @param dial 0 for the first call placed to the number; after the list's end its last outcome stays */
    public Optional<Outcome> outcome(String number, int dial) {
        return Optional.ofNullable(byNumber.get(NumberPattern.digits(number)))
                .or(() -> suffixPlan(number))
                .map(outcomes -> outcomes.get(Math.min(dial, outcomes.size() - 1)));
    }

    private Optional<List<Outcome>> suffixPlan(String number) {
        return bySuffix.entrySet().stream()
                .filter(plan -> plan.getKey().matches(number))
                .max(Comparator.comparingInt(plan -> plan.getKey().text().length()))
                .map(Map.Entry::getValue);
    }

    public Map<String, List<Outcome>> all() {
        Map<String, List<Outcome>> all = new TreeMap<>(byNumber);
        bySuffix.forEach((pattern, outcomes) -> all.put(pattern.text(), outcomes));
        return all;
    }
}
