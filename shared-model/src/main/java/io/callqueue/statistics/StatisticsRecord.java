package io.callqueue.statistics;

import java.time.Instant;
import java.util.Map;

/** What a record of {@code calls.statistics} says: each partition of the ledger counts for itself, and whoever wants a figure sums them. */
public sealed interface StatisticsRecord {
    /** The name under which a partition says how far it has counted. */
    String PROGRESS = "progress";

    /** The record's key. @param name a figure's, or {@link #PROGRESS} */
    static String key(int partition, String name) {
        return partition + "/" + name;
    }

    /** A figure's value. */
    record Counts(Map<String, Long> counts) implements StatisticsRecord {
        public static Counts of(Tally tally) {
            return new Counts(tally.named());
        }
    }

    /** @param countedUntil all events that were written before are counted */
    record Progress(Instant countedUntil) implements StatisticsRecord {}
}
