package io.callqueue.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

import io.callqueue.kafka.Clients;
import io.callqueue.topic.Groups;

/**
 * Reads topics as far as they go now, without a group: also what a transaction wrote of the ledger that is not committed, since what it
 * folded counts as folded at another moment than it can be read by others. All of it is made of events that happened.
 */
final class Source implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Admin admin;

    Source(Clients clients, Admin admin) {
        this.consumer = clients.readerOfAll();
        this.admin = admin;
    }

    /** A part of a partition; it ends where the partition ends now. */
    record Stretch(TopicPartition partition, long from, long until) {
        long length() {
            return Math.max(0, until - from);
        }
    }

    /** All of a topic, a stretch for each partition; none of a topic that does not exist. */
    List<Stretch> whole(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        return stretches(partitions, consumer.beginningOffsets(partitions));
    }

    /** What was written from this moment on, by the clocks of those who wrote it. */
    List<Stretch> since(String topic, Instant moment) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, moment.toEpochMilli()));
        Map<TopicPartition, Long> from = new HashMap<>();
        consumer.offsetsForTimes(asked).forEach((partition, found) -> {
            if (found != null) {
                from.put(partition, found.offset());
            }
        });
        return stretches(partitions, from);
    }

    /** What the ledger's fold has not taken up yet. */
    List<Stretch> unfolded(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        folded().forEach((partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
                from.put(partition, offset.offset());
            }
        });
        return stretches(partitions, from);
    }

    private Map<TopicPartition, OffsetAndMetadata> folded() {
        return answer(admin.listConsumerGroupOffsets(Groups.LEDGER).partitionsToOffsetAndMetadata(),
                "how far the ledger is folded");
    }

    /** Which Kafka this is. */
    String clusterId() {
        return answer(admin.describeCluster().clusterId(), "the id of the cluster");
    }

    private static <T> T answer(KafkaFuture<T> asked, String what) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException(what + " can not be read", e.getCause());
        }
    }

    /** Where nothing is to be read from, it begins at the end. */
    private List<Stretch> stretches(List<TopicPartition> partitions, Map<TopicPartition, Long> from) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().map(partition -> {
            long end = ends.getOrDefault(partition, 0L);
            return new Stretch(partition, from.getOrDefault(partition, end), end);
        }).toList();
    }

    private List<TopicPartition> partitions(String topic) {
        if (!exists(topic)) {
            return List.of();
        }
        return consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    }

    private boolean exists(String topic) {
        return answer(admin.listTopics().names(), "which topics there are").contains(topic);
    }

    void read(Stretch stretch, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        read(stretch, () -> true, each);
    }

    /** @param further asked after each batch: whether to go on */
    void read(Stretch stretch, BooleanSupplier further, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (stretch.length() == 0) {
            return;
        }
        consumer.assign(List.of(stretch.partition()));
        consumer.seek(stretch.partition(), stretch.from());
        while (further.getAsBoolean() && consumer.position(stretch.partition()) < stretch.until()) {
            consumer.poll(POLL).forEach(each);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
