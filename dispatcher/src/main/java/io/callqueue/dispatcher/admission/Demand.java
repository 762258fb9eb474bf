package io.callqueue.dispatcher.admission;

import java.util.Set;
import java.util.stream.Collectors;

import io.callqueue.call.Priority;

/**
 * What waits in a pod: with it Redis knows whose turn it is over all pods.
 *
 * @param asking the priority of the call that a permit is asked for
 * @param besides the priorities of the other calls that wait here, but for those for which a permit is asked before it
 */
public record Demand(Priority asking, Set<Priority> besides) {
    /** Of a call that waits for nobody's turn. */
    static final Demand NONE = new Demand(Priority.URGENT, Set.of());

    /** As the scripts count priorities, from 1, the most urgent. */
    String askingDigit() {
        return digit(asking);
    }

    String besidesDigits() {
        return besides.stream().sorted().map(Demand::digit).collect(Collectors.joining());
    }

    private static String digit(Priority priority) {
        return String.valueOf(priority.ordinal() + 1);
    }

    static Priority priority(long digit) {
        return Priority.values()[(int) digit - 1];
    }
}
