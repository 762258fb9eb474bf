package io.callqueue.simulator.witness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Every dial since the last reset. Appending is all that happens while calls come in; questions are worked out when asked. */
final class DialLog {
    private final List<Dial> dials = new ArrayList<>();

    synchronized void append(Dial dial) {
        dials.add(dial);
    }

    synchronized void clear() {
        dials.clear();
    }

    private synchronized Dial[] copy() {
        return dials.toArray(Dial[]::new);
    }

    /** By arrival, which is not quite the order in which threads got here. */
    List<Dial> inOrder() {
        Dial[] copy = copy();
        Arrays.sort(copy, Comparator.comparingLong(Dial::at));
        return List.of(copy);
    }

    int mostInAnySecond() {
        Dial[] copy = copy();
        long[] moments = new long[copy.length];
        for (int i = 0; i < copy.length; i++) {
            moments[i] = copy[i].at();
        }
        return RollingSecond.most(moments);
    }

    List<Dial> unordered() {
        return List.of(copy());
    }
}
