package io.callqueue.statistics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.common.utils.ByteUtils;

/** Counts by cell, of which most are 0 and are not kept. Adding and taking back are exact, in any order. */
public final class Tally {
    public static final Tally NOTHING = new Tally(new int[0], new long[0], 0);
    private static final int LONGEST_PAIR = 15;
    private final int[] cells;
    private final long[] counts;
    private final int size;

    /** Told of a cell and its count. */
    @FunctionalInterface
    public interface Each {
        void count(int cell, long count);
    }

    private Tally(int[] cells, long[] counts, int size) {
        this.cells = cells;
        this.counts = counts;
        this.size = size;
    }

    public static Tally of(Map<Integer, Long> counts) {
        Tally tally = new Tally(new int[counts.size()], new long[counts.size()], counts.size());
        int at = 0;
        for (Map.Entry<Integer, Long> count : new TreeMap<>(counts).entrySet()) {
            tally.cells[at] = count.getKey();
            tally.counts[at++] = count.getValue();
        }
        return tally.plus(NOTHING);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public long count(int cell) {
        int at = Arrays.binarySearch(cells, 0, size, cell);
        return at < 0 ? 0 : counts[at];
    }

    public long count(Counter counter) {
        return count(counter.cell());
    }

    /** All cells from {@code first} to {@code last} that are not 0, in their order. */
    public void forEach(int first, int last, Each each) {
        int from = Arrays.binarySearch(cells, 0, size, first);
        for (int at = from < 0 ? -from - 1 : from; at < size && cells[at] <= last; at++) {
            each.count(cells[at], counts[at]);
        }
    }

    /** Only the cells from {@code first} to {@code last}. */
    public Tally between(int first, int last) {
        Tally some = new Tally(new int[size], new long[size], 0);
        int[] at = {0};
        forEach(first, last, (cell, count) -> {
            some.cells[at[0]] = cell;
            some.counts[at[0]++] = count;
        });
        return new Tally(some.cells, some.counts, at[0]);
    }

    public Tally plus(Tally other) {
        return merged(other, 1);
    }

    public Tally minus(Tally other) {
        return merged(other, -1);
    }

    private Tally merged(Tally other, int sign) {
        int[] places = new int[size + other.size];
        long[] sums = new long[size + other.size];
        int made = 0;
        for (int mine = 0, theirs = 0; mine < size || theirs < other.size;) {
            int next = Math.min(cellAt(mine), other.cellAt(theirs));
            long sum = 0;
            if (cellAt(mine) == next) {
                sum = counts[mine++];
            }
            if (other.cellAt(theirs) == next) {
                sum += sign * other.counts[theirs++];
            }
            if (sum != 0) {
                places[made] = next;
                sums[made++] = sum;
            }
        }
        return new Tally(places, sums, made);
    }

    /** Behind the last one stands one that no cell reaches. */
    private int cellAt(int at) {
        return at < size ? cells[at] : Integer.MAX_VALUE;
    }

    /** Short, for a store: each cell as its distance from the one before. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(size * LONGEST_PAIR);
        for (int at = 0, before = 0; at < size; before = cells[at++]) {
            ByteUtils.writeUnsignedVarint(cells[at] - before, out);
            ByteUtils.writeVarlong(counts[at], out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    public static Tally read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int[] cells = new int[bytes.length / 2];
        long[] counts = new long[bytes.length / 2];
        int size = 0;
        for (int before = 0; in.hasRemaining(); before = cells[size++]) {
            cells[size] = before + ByteUtils.readUnsignedVarint(in);
            counts[size] = ByteUtils.readVarlong(in);
        }
        return new Tally(cells, counts, size);
    }

    /** By the cells' names, as it stands in {@code calls.statistics}. */
    public Map<String, Long> named() {
        Map<String, Long> named = new LinkedHashMap<>();
        forEach(0, Integer.MAX_VALUE, (cell, count) -> named.put(Cells.name(cell), count));
        return named;
    }

    /** @throws IllegalArgumentException when a cell is not known */
    public static Tally named(Map<String, Long> named) {
        Map<Integer, Long> counts = new TreeMap<>();
        named.forEach((name, count) -> counts.put(Cells.number(name), count));
        return of(counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally tally && Arrays.equals(cells, 0, size, tally.cells, 0, tally.size)
                && Arrays.equals(counts, 0, size, tally.counts, 0, tally.size);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return named().toString();
    }
}
