package io.callqueue.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private final String name;
    private final Collection<String> topics;
    private final Consumer<byte[], byte[]> consumer;
    private final KeyedWork work;
    private final Thread loop;
    private final Commits commits;
    private final SitOuts sitOuts;
    private volatile boolean closing;
    private volatile Set<TopicPartition> assigned = Set.of();

    /** @param letters where a record goes that can not be handled at all */
    public BatchConsumer(Clients clients, String group, Collection<String> topics, Handler handler,
            CallTopics letters) {
        this.name = group;
        this.topics = topics;
        this.consumer = clients.consumer(group, BATCH);
        this.commits = new Commits(group, consumer);
        this.sitOuts = new SitOuts(consumer);
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
            commits.last();
        }
    }

    private void round() {
        try {
            sitOuts.endRested();
            handle(consumer.poll(POLL));
            commits.soon();
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
                .forEach(next -> commits.done(next.getKey(), next.getValue()));
        if (!closing) {
            failed.forEach((partition, failure) -> again(partition, batch.records(partition), began, failure));
        }
    }

    private void again(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long began,
            Throwable failure) {
        LOG.warn("{}: {} records of {} will be read again: {}", name, records.size(), partition,
                String.valueOf(failure));
        consumer.seek(partition, records.getFirst().offset());
        sitOuts.begin(partition, began);
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
            commits.now();
            onPartitionsLost(removed);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            commits.forget(removed);
            sitOuts.forget(removed);
            Set<TopicPartition> left = new HashSet<>(assigned);
            left.removeAll(removed);
            assigned = Set.copyOf(left);
        }
    }
}
