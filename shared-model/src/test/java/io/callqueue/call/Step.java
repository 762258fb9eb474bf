package io.callqueue.call;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row and column of the table of moves. */
public record Step(CallStatus from, CallStatus to) implements Comparable<Step> {

    /** The steps of fired timers; a test on a real Redis holds {@code due.lua} to them. */
    public static final Set<Step> OF_TIMERS = Set.of(new Step(CallStatus.SCHEDULED, CallStatus.QUEUED),
            new Step(CallStatus.DEFERRED, CallStatus.QUEUED), new Step(CallStatus.RETRYING, CallStatus.QUEUED),
            new Step(CallStatus.DIALING, CallStatus.UNKNOWN));

    /** The whole table. */
    public static Set<Step> table() {
        return Stream.of(CallStatus.values()).flatMap(from -> from.next().stream().map(to -> new Step(from, to)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public int compareTo(Step other) {
        int rows = from.compareTo(other.from);
        return rows != 0 ? rows : to.compareTo(other.to);
    }

    @Override
    public String toString() {
        return from.word() + " -> " + to.word();
    }
}
