package io.callqueue.scheduler.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.callqueue.topic.Groups;

/** Asks Kafka how far the topics have been read. */
final class Reaches {
    private final Admin admin;

    Reaches(Admin admin) {
        this.admin = admin;
    }

    /** All partitions of these topics. What the groups committed is asked first: while the answers come in, ends only move away from it. */
    List<Reach> read(List<String> topics) throws ExecutionException, InterruptedException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(topics);
        List<TopicPartition> partitions = partitions(topics);
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        return partitions.stream().map(partition -> new Reach(partition, beginnings.getOrDefault(partition, 0L),
                ends.getOrDefault(partition, 0L), readByAll(partition, committed))).toList();
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(List<String> topics)
            throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> asked = topics.stream()
                .flatMap(topic -> Groups.readersOf(topic).stream()).distinct()
                .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
        return admin.listConsumerGroupOffsets(asked).all().get();
    }

    private List<TopicPartition> partitions(List<String> topics) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics).allTopicNames().get().forEach((topic, described) -> described
                .partitions().forEach(each -> partitions.add(new TopicPartition(topic, each.partition()))));
        return partitions;
    }

    /** The offset of the first record at or after this moment; -1 where there is none. */
    Map<TopicPartition, Long> firstAt(List<TopicPartition> partitions, Instant moment)
            throws ExecutionException, InterruptedException {
        return offsets(partitions, OffsetSpec.forTimestamp(moment.toEpochMilli()));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each : admin.listOffsets(asked).all().get().entrySet()) {
            offsets.put(each.getKey(), each.getValue().offset());
        }
        return offsets;
    }

    /** The smallest committed offset, if every reader of the topic has one. */
    static Optional<Long> readByAll(TopicPartition partition,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        List<String> readers = Groups.readersOf(partition.topic());
        List<Long> offsets = readers.stream().map(group -> committed.getOrDefault(group, Map.of()))
                .flatMap(offsetsOf -> offset(offsetsOf.get(partition)).stream().boxed()).toList();
        return offsets.size() == readers.size() ? offsets.stream().min(Long::compare) : Optional.empty();
    }

    /** Kafka names partitions without a committed offset too, with null for it. */
    private static OptionalLong offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }
}
