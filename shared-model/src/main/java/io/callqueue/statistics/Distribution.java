package io.callqueue.statistics;

import java.util.Optional;

import org.HdrHistogram.Histogram;

/**
 * Values counted by size, in HdrHistogram's buckets: what is read from them is within 1% of the true value. A bucket is a cell like any other, so
 * distributions can be added, taken back and summed. A value above the highest counts as the highest.
 */
public enum Distribution {
    /** Seconds of conversations, up to Plivo's longest. */
    TALKED(1_000_000, 86_400),
    /** Milliseconds from when a call was due to its first dial, up to seven days. */
    WAITED(1_000_000_000, 604_800_000);

    private static final int DIGITS = 2;
    private final int firstCell;
    private final int highest;
    private final Histogram buckets;

    Distribution(int firstCell, int highest) {
        this.firstCell = firstCell;
        this.highest = highest;
        this.buckets = new Histogram(highest, DIGITS);
    }

    public int firstCell() {
        return firstCell;
    }

    public int lastCell() {
        return firstCell + highest;
    }

    /** Where this value is counted. */
    public int cell(long value) {
        return firstCell + (int) buckets.lowestEquivalentValue(Math.clamp(value, 0, highest));
    }

    /** The value that this percentage of the values does not exceed; empty when there are none. */
    public Optional<Long> percentile(Tally tally, double percentage) {
        Histogram counted = new Histogram(highest, DIGITS);
        tally.forEach(firstCell, lastCell(), (cell, count) -> {
            if (count > 0) {
                counted.recordValueWithCount(cell - firstCell, count);
            }
        });
        return counted.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(Math.min(highest, counted.getValueAtPercentile(percentage)));
    }

    /** How many values there are. */
    public long count(Tally tally) {
        long[] sum = {0};
        tally.forEach(firstCell, lastCell(), (cell, count) -> sum[0] += count);
        return sum[0];
    }
}
