package io.callqueue.ingest.statistics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

import io.callqueue.kafka.Clients;
import io.callqueue.startup.Connections;
import io.callqueue.statistics.Board;
import io.callqueue.topic.Topics;

/** Reads {@code calls.statistics} into memory, from its beginning at each start. Nothing waits for it. */
@Component
final class StatisticsReader implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StatisticsReader.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.STATISTICS, 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
    private final Clients clients;
    private final Board board = new Board();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("statistics").daemon().unstarted(this::run);
    private volatile Optional<Integer> partitionsOfEvents = Optional.empty();

    StatisticsReader(Connections connections) {
        this.clients = connections.clients();
    }

    /** What stands in the topic; empty until all has been read that it had at the start. */
    Optional<Board> board() {
        return partitionsOfEvents.map(read -> board);
    }

    /** How many partitions count; 0 until {@link #board} is there. */
    int partitions() {
        return partitionsOfEvents.orElse(0);
    }

    private void run() {
        try {
            do {
                read();
            } while (!closing.await(BEFORE_NEXT_TRY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("statistics are read no more");
        }
    }

    /** Ends with an outage, or with the service. */
    private void read() {
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            int partitions = consumer.partitionsFor(Topics.EVENTS).size();
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            long end = consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
            while (closing.getCount() > 0) {
                consumer.poll(POLL).forEach(this::apply);
                if (partitionsOfEvents.isEmpty() && consumer.position(TOPIC) >= end) {
                    partitionsOfEvents = Optional.of(partitions);
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (WakeupException e) {
            LOG.debug("statistics are read no more");
        } catch (KafkaException e) {
            LOG.warn("statistics can not be read, it is tried again: {}", e.toString());
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> found) {
        try {
            board.apply(new String(found.key(), StandardCharsets.UTF_8), Optional.ofNullable(found.value()));
        } catch (IllegalArgumentException | NullPointerException | JacksonException e) {
            LOG.warn("{}@{} is not a record of ours: {}", TOPIC, found.offset(), e.toString());
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        closing.countDown();
        try {
            if (!thread.join(POLL.multipliedBy(4))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }
}
