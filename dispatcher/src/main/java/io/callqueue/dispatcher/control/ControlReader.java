package io.callqueue.dispatcher.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.control.ControlStore;
import io.callqueue.control.DoNotCallList;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.kafka.Clients;
import io.callqueue.topic.Topics;

/**
 * Puts every record of {@code calls.control} in force, from the topic's beginning at each start: a Redis that lost them has them back then,
 * and before this pod dials. Every pod does so; whoever is first changes something.
 */
public final class ControlReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final TopicPartition TOPIC = new TopicPartition(Topics.CONTROL, 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private final Consumer<byte[], byte[]> consumer;
    private final ControlStore store;
    private final CampaignWindows windows;
    private final Outage outage;
    private final Thread loop;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private Optional<Long> end = Optional.empty();
    private volatile boolean closing;

    public ControlReader(Clients clients, ControlStore store, CampaignWindows windows, Outage outage) {
        this.consumer = clients.reader();
        this.store = store;
        this.windows = windows;
        this.outage = outage;
        this.loop = Thread.ofPlatform().name("control").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    /**
     * Returns when all is in force that the topic had at the start, however many numbers nobody may call are among it.
     *
     * @throws IllegalStateException when that is not to be had any more
     */
    public void awaitInForce() throws InterruptedException {
        while (!caughtUp.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (!loop.isAlive()) {
                throw new IllegalStateException("limits, stops and do-not-call numbers could not be put in force");
            }
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            while (!closing) {
                round();
            }
        } catch (InterruptException | WakeupException e) {
            LOG.debug("control is stopping");
        } catch (RuntimeException e) {
            if (!closing && !Outage.isOutage(e)) { // an outage is outlasted, until this pod stops
                LOG.error("control failed: this pod puts no new limits and stops in force any more", e);
            }
        }
    }

    private void round() {
        try {
            long until = end.orElseGet(() -> consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L));
            end = Optional.of(until);
            apply(consumer.poll(POLL));
            if (consumer.position(TOPIC) >= until) {
                caughtUp.countDown();
            }
        } catch (InterruptException | WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("calls.control can not be read, trying again: {}", String.valueOf(e));
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** All at once, and of numbers many in one script: there may be a million. What a number's records say touches nothing else. */
    private void apply(ConsumerRecords<byte[], byte[]> found) {
        outage.outlast("records of calls.control", () -> {
            List<DoNotCallList.Change> numbers = new ArrayList<>();
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            found.forEach(each -> apply(each, numbers, asked));
            asked.add(store.doNotCall().apply(numbers));
            asked.forEach(CompletableFuture::join);
            return found;
        });
    }

    private void apply(ConsumerRecord<byte[], byte[]> found, List<DoNotCallList.Change> numbers,
            List<CompletableFuture<Void>> asked) {
        String key = found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8);
        try {
            Optional<byte[]> value = Optional.ofNullable(found.value());
            windows.apply(key, value); // first: what Redis says is in force is in force here too
            DoNotCallList.Change.of(key, found.offset(), value).ifPresentOrElse(numbers::add,
                    () -> asked.add(store.apply(key, found.offset(), value)));
        } catch (RuntimeException e) {
            if (Outage.isOutage(e)) {
                throw e;
            }
            LOG.warn("calls.control@{} is not a record of ours: {}", found.offset(), e.getMessage());
        }
    }

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
        }
    }
}
