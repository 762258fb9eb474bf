package io.callqueue.scheduler.ledger;

import java.time.Instant;

/**
 * Something that is counted.
 *
 * @param second when it happened, in seconds since 1970
 * @param cell what it is counted as
 */
record Fact(long second, int cell) {
    /** The second of what has no moment, and stands in no window but that of all time. */
    private static final long LASTING = Long.MIN_VALUE;

    static Fact at(Instant moment, int cell) {
        return new Fact(moment.getEpochSecond(), cell);
    }

    static Fact lasting(int cell) {
        return new Fact(LASTING, cell);
    }

    boolean isLasting() {
        return second == LASTING;
    }
}
