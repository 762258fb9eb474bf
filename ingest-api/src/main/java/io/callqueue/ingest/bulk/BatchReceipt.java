package io.callqueue.ingest.bulk;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** What came of a batch; every call of it counts as accepted, as rejected or as a duplicate. */
record BatchReceipt(String batchId, long accepted, long rejected, long duplicates, List<Row> results) {

    static BatchReceipt of(String batchId, List<Row> rows) {
        long accepted = rows.stream().filter(Row::isAccepted).count();
        long duplicates = rows.stream().filter(Row::isDuplicate).count();
        return new BatchReceipt(batchId, accepted, rows.size() - accepted - duplicates, duplicates, rows);
    }

    @JsonIgnore
    boolean isForNothing() {
        return accepted == 0 && duplicates == 0;
    }

    @JsonIgnore
    boolean isOverloaded() {
        return results.stream().anyMatch(Row::isOverloaded);
    }
}
