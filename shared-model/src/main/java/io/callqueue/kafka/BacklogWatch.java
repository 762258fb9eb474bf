package io.callqueue.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Priority;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** Measures every now and then how many records of the priority topics wait: what was written, less what the dispatchers are done with. */
public final class BacklogWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BacklogWatch.class);
    /** A large campaign fills a partition for minutes; what is sent from here meanwhile is counted as it is sent. */
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration BELIEVED = Duration.ofSeconds(15);
    private final Admin admin;
    private final ToIntFunction<String> partitions;
    private final Backlogs backlogs;
    private volatile Optional<Measured> last = Optional.empty();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("backlogs").factory());

    /** What was seen at a moment of the monotonic clock: records by topic. */
    private record Measured(Map<String, Long> waiting, long atNanos) {}

    /** @param partitions how many a topic has */
    public BacklogWatch(Admin admin, ToIntFunction<String> partitions, Backlogs backlogs) {
        this.admin = admin;
        this.partitions = partitions;
        this.backlogs = backlogs;
    }

    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::lookOnce, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** While Kafka is away what was known last stays good enough: this is about fairness only. */
    private void lookOnce() {
        try {
            measure();
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("nobody knows how much waits in Kafka: {}", String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a bug in measuring how much waits in Kafka, trying again", e);
        }
    }

    void measure() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(Groups.DIALING)
                .partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> ends = Topics.priorities().stream().flatMap(
                topic -> IntStream.range(0, partitions.applyAsInt(topic)).mapToObj(i -> new TopicPartition(topic, i)))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<String, Long> waiting = new HashMap<>();
        admin.listOffsets(ends).all().get().forEach((partition, end) -> {
            OffsetAndMetadata committed = done.get(partition); // null, too, where nothing was committed
            long records = Math.max(0, end.offset() - (committed == null ? 0 : committed.offset()));
            backlogs.measured(partition, records);
            waiting.merge(partition.topic(), records, Long::sum);
        });
        last = Optional.of(new Measured(Map.copyOf(waiting), System.nanoTime()));
    }

    /** How many records of this priority waited when that was measured last; empty when that is long ago. */
    public OptionalLong waiting(Priority priority) {
        return last.filter(seen -> System.nanoTime() - seen.atNanos() < BELIEVED.toNanos())
                .map(seen -> OptionalLong.of(seen.waiting().getOrDefault(Topics.of(priority), 0L)))
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
