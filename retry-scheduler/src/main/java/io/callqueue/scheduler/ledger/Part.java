package io.callqueue.scheduler.ledger;

import io.callqueue.statistics.Distribution;
import io.callqueue.statistics.Tally;

/** A figure is kept in parts: most events change a few counts, and the many cells of a distribution need not be read and written for that. */
enum Part {
    COUNTS("", 0, Distribution.TALKED.firstCell() - 1),
    /** No figure's name has a plus. */
    TALKED("+talked", Distribution.TALKED.firstCell(), Distribution.TALKED.lastCell()), WAITED("+waited",
            Distribution.WAITED.firstCell(), Distribution.WAITED.lastCell());

    private final String suffix;
    private final int first;
    private final int last;

    Part(String suffix, int first, int last) {
        this.suffix = suffix;
        this.first = first;
        this.last = last;
    }

    String key(String figure) {
        return figure + suffix;
    }

    Tally of(Tally whole) {
        return whole.between(first, last);
    }

    static String figure(String key) {
        int plus = key.indexOf('+');
        return plus < 0 ? key : key.substring(0, plus);
    }
}
