package io.callqueue.statistics;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Outcome;

import static java.util.Objects.requireNonNull;

/** The places where something is counted, by number and by name. Numbers are written to disk: they never change, and a new word of an enum goes to its end. */
public final class Cells {
    private static final int STATUS = 100;
    private static final int ENDED = 200;
    private static final int ATTEMPT = 300;
    private static final int CALL = 400;
    private static final int NO_OUTCOME = 499;
    private static final Map<Integer, String> NAMES = names();
    private static final Map<String, Integer> NUMBERS = numbers();

    private Cells() {}

    /** Calls that have this status now. */
    public static int status(CallStatus status) {
        return STATUS + status.ordinal();
    }

    /** Calls that ended so. */
    public static int ended(CallStatus status) {
        return ENDED + status.ordinal();
    }

    /** Attempts that ended so. */
    public static int attempt(Outcome outcome) {
        return ATTEMPT + outcome.ordinal();
    }

    /** Calls that ended with this outcome; without one when there was no attempt. */
    public static int call(Optional<Outcome> outcome) {
        return outcome.map(known -> CALL + known.ordinal()).orElse(NO_OUTCOME);
    }

    static String name(int cell) {
        for (Distribution distribution : Distribution.values()) {
            if (cell >= distribution.firstCell() && cell <= distribution.lastCell()) {
                return word(distribution) + "." + (cell - distribution.firstCell());
            }
        }
        return requireNonNull(NAMES.get(cell), () -> "no cell " + cell);
    }

    /** @throws IllegalArgumentException when no cell has this name */
    static int number(String name) {
        Integer known = NUMBERS.get(name);
        return known == null ? inDistribution(name) : known;
    }

    private static int inDistribution(String name) {
        for (Distribution distribution : Distribution.values()) {
            String prefix = word(distribution) + ".";
            if (name.startsWith(prefix)) {
                return distribution.firstCell() + Integer.parseInt(name.substring(prefix.length()));
            }
        }
        throw new IllegalArgumentException("nothing is counted as " + name);
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Counter counter : Counter.values()) {
            names.put(counter.cell(), word(counter));
        }
        for (CallStatus status : CallStatus.values()) {
            names.put(status(status), "status." + status.word());
            names.put(ended(status), "ended." + status.word());
        }
        for (Outcome outcome : Outcome.values()) {
            names.put(attempt(outcome), "attempt." + outcome.word());
            names.put(call(Optional.of(outcome)), "call." + outcome.word());
        }
        names.put(NO_OUTCOME, "call.none");
        return names;
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        NAMES.forEach((number, name) -> numbers.put(name, number));
        return numbers;
    }

    private static String word(Enum<?> counted) {
        return counted.name().toLowerCase(Locale.ROOT);
    }
}
