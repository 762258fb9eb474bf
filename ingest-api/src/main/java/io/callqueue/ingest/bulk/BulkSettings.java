package io.callqueue.ingest.bulk;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of a batch.
 *
 * @param maxCalls of one batch
 * @param maxBody of one batch
 * @param window how many calls of a batch wait for Kafka's acks at the same time
 * @param maxBatches how many batches are read and worked on at the same time
 */
@ConfigurationProperties("callqueue.bulk")
public record BulkSettings(int maxCalls, DataSize maxBody, int window, int maxBatches) {
    public BulkSettings {
        atLeastOne("BULK_MAX_CALLS", maxCalls);
        atLeastOne("BULK_WINDOW", window);
        atLeastOne("BULK_MAX_BATCHES", maxBatches);
        if (maxBody.toBytes() < 1024 || maxBody.toBytes() > DataSize.ofGigabytes(1).toBytes()) {
            throw new IllegalArgumentException(
                    "BULK_MAX_BODY is " + maxBody.toBytes() + " bytes: it must be from 1KB to 1GB");
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ": at least 1, or no batch is accepted");
        }
    }
}
