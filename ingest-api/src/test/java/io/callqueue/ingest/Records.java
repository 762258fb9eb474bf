package io.callqueue.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import static org.awaitility.Awaitility.await;

/** What stands in topics. */
public record Records(String bootstrapServers) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** All records that a topic holds under this key. */
    public List<ConsumerRecord<byte[], byte[]>> of(String topic, String key) {
        return all(topic).stream().filter(found -> key.equals(key(found))).toList();
    }

    /** The same, once there are as many. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, String key, int count) {
        return await().atMost(PATIENCE).until(() -> of(topic, key), found -> found.size() >= count);
    }

    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (var consumer = consumer()) {
            return read(consumer, consumer.beginningOffsets(partitions(consumer, topic)));
        }
    }

    /** Where the next records of a topic will stand. */
    public Map<TopicPartition, Long> ends(String topic) {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer, topic));
        }
    }

    /** What stands there and behind. */
    public List<ConsumerRecord<byte[], byte[]>> from(Map<TopicPartition, Long> starts) {
        try (var consumer = consumer()) {
            return read(consumer, starts);
        }
    }

    /** The first record of this key that comes to stand there or behind. */
    public ConsumerRecord<byte[], byte[]> awaitRecord(Map<TopicPartition, Long> starts, String key) {
        return await().atMost(PATIENCE)
                .until(() -> from(starts).stream().filter(found -> key.equals(key(found))).toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "group.id",
                UUID.randomUUID().toString(), "enable.auto.commit", "false");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream().map(info -> new TopicPartition(topic, info.partition())).toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> starts) {
        consumer.assign(starts.keySet());
        starts.forEach((partition, start) -> consumer.seek(partition, start));
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(found::add);
        }
        return found;
    }

    public static String key(ConsumerRecord<byte[], byte[]> found) {
        return new String(found.key(), StandardCharsets.UTF_8);
    }

    public static String value(ConsumerRecord<byte[], byte[]> found) {
        return new String(found.value(), StandardCharsets.UTF_8);
    }
}
