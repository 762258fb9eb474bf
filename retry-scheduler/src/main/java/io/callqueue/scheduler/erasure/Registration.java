package io.callqueue.scheduler.erasure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

/** Whether calls that stood in Kafka at some moment are known to Redis. */
record Registration(Admin admin) {
    private static final List<String> TOPICS = Stream.concat(Topics.priorities().stream(), Stream.of(Topics.SCHEDULED))
            .toList();

    /** Where the topics of calls end now. */
    Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        return offsets(admin.describeTopics(TOPICS).allTopicNames().get().entrySet().stream()
                .flatMap(topic -> topic.getValue().partitions().stream()
                        .map(each -> new TopicPartition(topic.getKey(), each.partition()))),
                OffsetSpec.latest());
    }

    /** Whether who registers it has read all that stood before these ends. What is deleted was read, also where Kafka forgot by whom. */
    boolean isPast(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> direct = committed(Groups.REGISTRATION);
        Map<TopicPartition, OffsetAndMetadata> scheduled = committed(Groups.TIMERS);
        Map<TopicPartition, Long> beginnings = offsets(ends.keySet().stream(), OffsetSpec.earliest());
        return ends.entrySet().stream().allMatch(each -> {
            TopicPartition partition = each.getKey();
            long read = offset((partition.topic().equals(Topics.SCHEDULED) ? scheduled : direct).get(partition));
            return Math.max(read, beginnings.getOrDefault(partition, 0L)) >= each.getValue();
        });
    }

    private Map<TopicPartition, Long> offsets(Stream<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = partitions
                .collect(Collectors.toMap(Function.identity(), partition -> which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each : admin.listOffsets(asked).all().get().entrySet()) {
            offsets.put(each.getKey(), each.getValue().offset());
        }
        return offsets;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group)
            throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }

    private static long offset(@Nullable OffsetAndMetadata committed) {
        return committed == null ? 0 : committed.offset();
    }
}
