package io.callqueue.scheduler.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.callqueue.kafka.Clients;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** The records of the priority topics that dispatchers have not finished, by the call and the revision they stand for. Grows as it is read on. */
final class WaitingRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private final Consumer<byte[], byte[]> consumer;
    private final FirstRecord reader = new FirstRecord();
    private final Set<String> found = new HashSet<>();
    private long records;

    WaitingRecords(Clients clients) {
        // In the dialing group only to ask for its offsets: it reads by assignment and never commits
        this.consumer = clients.consumer(Groups.DIALING, 1_000);
        List<TopicPartition> partitions = Topics.priorities().stream().flatMap(this::partitions).toList();
        consumer.assign(partitions);
        begin(partitions);
    }

    private Stream<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition()));
    }

    private void begin(List<TopicPartition> partitions) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new HashMap<>(
                consumer.committed(Set.copyOf(partitions)));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            long beginning = beginnings.getOrDefault(partition, 0L);
            consumer.seek(partition, offset == null ? beginning : Math.max(beginning, offset.offset()));
        }
    }

    /** Reads on to where the topics end now. */
    void readOn() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::add);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> waiting) {
        records++;
        CallRecord.revision(waiting).ifPresent(revision -> found.add(id(waiting) + "/" + revision));
    }

    private String id(ConsumerRecord<byte[], byte[]> waiting) {
        if (waiting.key() != null) {
            return new String(waiting.key(), StandardCharsets.UTF_8);
        }
        return reader.read(waiting) instanceof FirstRecord.Usable usable ? usable.id().value() : "";
    }

    boolean contains(String callId, int revision) {
        return found.contains(callId + "/" + revision);
    }

    long records() {
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
