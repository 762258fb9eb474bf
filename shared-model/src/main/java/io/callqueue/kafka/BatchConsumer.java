package io.callqueue.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics in batches: records of one key in order, those of different keys side by side, and the offsets are committed when all of a
 * batch is done. If one fails the whole batch is read again: handlers must bear that.
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
    private final String name;
    private final Collection<String> topics;
    private final Consumer<byte[], byte[]> consumer;
    private final Handler handler;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop;
    private volatile boolean closing;
    private volatile Set<TopicPartition> assigned = Set.of();

    public BatchConsumer(Clients clients, String group, Collection<String> topics, Handler handler) {
        this.name = group;
        this.topics = topics;
        this.consumer = clients.consumer(group, BATCH);
        this.handler = handler;
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
        } catch (WakeupException e) {
            LOG.debug("{} is stopping", name);
        }
    }

    private void round() {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        if (batch.isEmpty()) {
            return;
        }
        Optional<Throwable> failure = handle(batch);
        if (failure.isEmpty()) {
            commit(batch);
        } else if (!closing) {
            LOG.warn("{}: a batch of {} will be read again: {}", name, batch.count(), String.valueOf(failure.get()));
            rewind(batch);
        }
    }

    private Optional<Throwable> handle(ConsumerRecords<byte[], byte[]> batch) {
        Map<Object, List<ConsumerRecord<byte[], byte[]>>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> found : batch) {
            Object key = found.key() == null ? found : ByteBuffer.wrap(found.key());
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(found);
        }
        List<Future<?>> running = new ArrayList<>();
        byKey.values().forEach(inOrder -> running.add(workers.submit(() -> {
            for (ConsumerRecord<byte[], byte[]> found : inOrder) {
                handler.handle(found);
            }
            return null;
        })));
        return running.stream().map(BatchConsumer::failure).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Throwable> failure(Future<?> work) {
        try {
            work.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    private void commit(ConsumerRecords<byte[], byte[]> batch) {
        try {
            consumer.commitSync(batch.nextOffsets());
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.info("{}: partitions moved, the batch may be read again by another: {}", name, e.getMessage());
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("{}: could not commit, the batch may be read again: {}", name, e.getMessage());
        }
    }

    private void rewind(ConsumerRecords<byte[], byte[]> batch) {
        Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
        for (TopicPartition partition : batch.partitions()) {
            starts.put(partition, new OffsetAndMetadata(batch.records(partition).getFirst().offset()));
        }
        starts.keySet().retainAll(consumer.assignment());
        starts.forEach(consumer::seek);
        pauseForRecovery(starts.keySet());
    }

    /** Whatever failed needs a moment; the poll goes on, so that the group does not think this pod dead. */
    private void pauseForRecovery(Set<TopicPartition> partitions) {
        consumer.pause(partitions);
        consumer.poll(POLL);
        consumer.resume(partitions.stream().filter(consumer.assignment()::contains).toList());
    }

    /** Ends after the batch at hand. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        workers.shutdown();
        try {
            loop.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            assigned = Set.copyOf(consumer.assignment());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            var left = new java.util.HashSet<>(assigned);
            left.removeAll(removed);
            assigned = Set.copyOf(left);
        }
    }
}
