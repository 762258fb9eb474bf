package io.callqueue.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the next reader of a consumer's partitions may begin; what a failed commit left is in the next one. Used by the thread that polls. */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final String name;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private final CommitPace pace = new CommitPace();
    private boolean committing;

    /** @param name of the group, for the log */
    Commits(String name, Consumer<byte[], byte[]> consumer) {
        this.name = name;
        this.consumer = consumer;
    }

    /** All before this offset is done. */
    void done(TopicPartition partition, OffsetAndMetadata next) {
        done.put(partition, next);
    }

    /** The next batch does not wait for it. */
    void soon() {
        if (done.isEmpty() || committing || !pace.isTime()) {
            return;
        }
        committing = true;
        Map<TopicPartition, OffsetAndMetadata> now = Map.copyOf(done);
        consumer.commitAsync(now, (tried, failure) -> {
            committing = false;
            if (failure == null) {
                now.forEach(done::remove);
            } else if (!(failure instanceof RebalanceInProgressException)) {
                LOG.warn("{}: could not commit, trying again: {}", name, String.valueOf(failure));
            }
        });
    }

    void now() {
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done, PATIENCE);
            done.clear();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RebalanceInProgressException e) {
            LOG.debug("{}: commits when the partitions are dealt out again", name);
        } catch (KafkaException e) {
            LOG.warn("{}: could not commit, trying again: {}", name, String.valueOf(e));
        }
    }

    /** What was to wake the consumer from its last poll may wake it from this instead, once. */
    void last() {
        try {
            now();
        } catch (WakeupException e) {
            now();
        }
    }

    /** Others read these now. */
    void forget(Collection<TopicPartition> partitions) {
        done.keySet().removeAll(partitions);
    }
}
