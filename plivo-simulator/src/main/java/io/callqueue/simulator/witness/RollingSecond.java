package io.callqueue.simulator.witness;

import java.util.Arrays;

/** Counts exactly how many moments lie within one second at most, wherever that second begins. */
final class RollingSecond {
    private static final long SECOND = 1_000_000_000L;

    private RollingSecond() {}

    /** Two moments exactly one second apart do not share a second. Sorts its argument. */
    static int most(long[] nanos) {
        Arrays.sort(nanos);
        int most = 0;
        int first = 0;
        for (int last = 0; last < nanos.length; last++) {
            while (nanos[last] - nanos[first] >= SECOND) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
