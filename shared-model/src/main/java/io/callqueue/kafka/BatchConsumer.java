package io.callqueue.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics in batches: records of one key in order, those of different keys side by side; a partition's offsets are committed when all of
 * its part of a batch is done. If one of its records fails that part is read again: handlers must bear that.
 */
public final class BatchConsumer implements AutoCloseable {
    /** Does what a record asks for; returns when that is done and durable, throws when it is to be tried again. */
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecord<byte[], byte[]> found) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(BatchConsumer.class);
    private static final int BATCH = 500;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private final String name;
    private final Collection<String> topics;
    private final Consumer<byte[], byte[]> consumer;
    private final KeyedWork work;
    private final Thread loop;
    /** Where the next reader may begin; what a failed commit left is in the next one. */
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    /** Partitions with a record that failed, and until when they sit out. */
    private final Map<TopicPartition, Long> sittingOut = new HashMap<>();
    private boolean committing;
    private volatile boolean closing;
    private volatile Set<TopicPartition> assigned = Set.of();

    /** @param letters where a record goes that can not be handled at all */
    public BatchConsumer(Clients clients, String group, Collection<String> topics, Handler handler,
            CallTopics letters) {
        this.name = group;
        this.topics = topics;
        this.consumer = clients.consumer(group, BATCH);
        this.work = new KeyedWork(new LastResort(handler, letters));
        this.loop = Thread.ofPlatform().name(group).unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    /** The partitions that this consumer reads now. */
    public Set<TopicPartition> assigned() {
        return assigned;
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(topics, new Assignment());
            while (!closing) {
                round();
            }
            commitLast();
        }
    }

    /** What was to wake it from its last poll may wake it from this instead, once. */
    private void commitLast() {
        try {
            commit();
        } catch (WakeupException e) {
            commit();
        }
    }

    private void round() {
        try {
            resumeRested();
            handle(consumer.poll(POLL));
            commitSoon();
        } catch (WakeupException e) {
            LOG.debug("{} is stopping", name);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("{}: could not read, trying again: {}", name, String.valueOf(e));
            LockSupport.parkNanos(POLL.toNanos());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: a bug in reading, trying again", name, e);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void handle(ConsumerRecords<byte[], byte[]> batch) {
        long began = System.nanoTime();
        Map<TopicPartition, Throwable> failed = work.run(batch);
        batch.nextOffsets().entrySet().stream().filter(next -> !failed.containsKey(next.getKey()))
                .forEach(next -> done.put(next.getKey(), next.getValue()));
        if (!closing) {
            failed.forEach((partition, failure) -> again(partition, batch.records(partition), began, failure));
        }
    }

    /** Whatever failed needs a moment: as long as it took, in which the other partitions wait for nobody. */
    private void again(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long began,
            Throwable failure) {
        LOG.warn("{}: {} records of {} will be read again: {}", name, records.size(), partition,
                String.valueOf(failure));
        long now = System.nanoTime();
        consumer.seek(partition, records.getFirst().offset());
        consumer.pause(Set.of(partition));
        sittingOut.put(partition, now + Math.max(POLL.toNanos(), now - began));
    }

    private void resumeRested() {
        long now = System.nanoTime();
        Set<TopicPartition> rested = sittingOut.entrySet().stream().filter(each -> each.getValue() - now <= 0)
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        consumer.resume(rested);
        sittingOut.keySet().removeAll(rested);
    }

    /** The next batch does not wait for it. */
    private void commitSoon() {
        if (done.isEmpty() || committing) {
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

    private void commit() {
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done, COMMIT);
            done.clear();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RebalanceInProgressException e) {
            LOG.debug("{}: commits when the partitions are dealt out again", name);
        } catch (KafkaException e) {
            LOG.warn("{}: could not commit, trying again: {}", name, String.valueOf(e));
        }
    }

    /** Ends after the batch at hand, or interrupts it when that takes long. */
    @Override
    public void close() {
        closing = true;
        try {
            if (loop.getState() == Thread.State.NEW) {
                consumer.close();
            } else {
                consumer.wakeup();
                loop.join(CLOSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            work.stop();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            assigned = Set.copyOf(consumer.assignment());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            commit();
            onPartitionsLost(removed);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            done.keySet().removeAll(removed);
            sittingOut.keySet().removeAll(removed);
            Set<TopicPartition> left = new HashSet<>(assigned);
            left.removeAll(removed);
            assigned = Set.copyOf(left);
        }
    }
}
