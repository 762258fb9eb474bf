package io.callqueue.scheduler.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes records that every group has read. */
final class ReadRecords {
    private static final Logger LOG = LoggerFactory.getLogger(ReadRecords.class);
    private final Admin admin;

    ReadRecords(Admin admin) {
        this.admin = admin;
    }

    void delete(List<Reach> reaches) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> behind = new HashMap<>();
        reaches.forEach(reach -> reach.deletable().ifPresent(
                offset -> behind.put(reach.partition(), RecordsToDelete.beforeOffset(offset))));
        if (!behind.isEmpty()) {
            admin.deleteRecords(behind).all().get();
            LOG.debug("deleted what all have read in {} partitions", behind.size());
        }
    }
}
