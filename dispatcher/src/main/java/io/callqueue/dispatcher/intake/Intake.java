package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.kafka.Clients;
import io.callqueue.kafka.CommitPace;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** The poll thread of the priority topics: it fetches, it pauses full partitions, it commits; it never waits for a dial. */
public final class Intake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final int FETCH = 200;
    /** Records of a partition held here: enough to never run dry between polls, few enough that a rebalance repeats little. */
    private static final int FULL = 200;
    private static final int ROOM = 100;
    private final long mostBytes;
    private final Consumer<byte[], byte[]> consumer;
    private final Lines lines;
    private final FirstRecord reader = new FirstRecord();
    private final CommitPace pace = new CommitPace();
    private final Thread loop;
    private volatile boolean closing;

    /** @param mostBytes of all records that wait here, and of all that stand aside, but for what one fetch more brings of each partition */
    public Intake(Clients clients, Lines lines, long mostBytes) {
        this.consumer = clients.consumer(Groups.DIALING, FETCH);
        this.lines = lines;
        this.mostBytes = mostBytes;
        this.loop = Thread.ofPlatform().name("intake").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(Topics.priorities(), new Assignment());
            while (!closing) {
                round();
            }
            commitNow();
        }
    }

    private void round() {
        try {
            fetch();
            balance();
            commit();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("could not read what is to be dialed, trying again: {}", String.valueOf(e));
            LockSupport.parkNanos(AGAIN.toNanos());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("a bug in reading what is to be dialed, trying again", e);
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    private void fetch() {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        List<Candidate> fetched = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> found : batch) {
                fetched.add(Candidate.of(found, reader));
            }
        } catch (RuntimeException | LinkageError e) { // else the next batch would begin behind them
            batch.partitions().forEach(
                    partition -> consumer.seek(partition, batch.records(partition).getFirst().offset()));
            throw e;
        }
        if (!fetched.isEmpty()) {
            lines.add(fetched);
        }
        batch.nextOffsets().forEach((partition, next) -> lines.reached(partition, next.offset()));
    }

    private void balance() {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> full = new HashSet<>(lines.full(FULL, mostBytes, assigned.size()));
        full.retainAll(assigned);
        consumer.pause(full);
        Set<TopicPartition> free = new HashSet<>(consumer.paused());
        lines.full(ROOM, mostBytes, assigned.size()).forEach(free::remove);
        consumer.resume(free);
    }

    private void commit() {
        if (!pace.isTime()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = lines.toCommit();
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (tried, failure) -> {
                if (failure != null) {
                    lines.notCommitted(tried.keySet());
                }
            });
        }
    }

    private void commitNow() {
        try {
            consumer.commitSync(lines.toCommit());
        } catch (KafkaException e) {
            LOG.info("the last commit did not go through, some records will be read again: {}", e.getMessage());
        }
    }

    /** Stops fetching and commits what is done by now. */
    @Override
    public void close() {
        closing = true;
        try {
            loop.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            LOG.info("dialing from {} partitions", consumer.assignment().size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            commitNow();
            lines.drop(removed);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            lines.drop(removed);
        }
    }
}
