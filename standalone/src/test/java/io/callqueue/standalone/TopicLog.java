package io.callqueue.standalone;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Kafka as a direct producer sees it, and what stands in its topics. */
record TopicLog(String bootstrapServers) {

    /** Writes a record without a key, or with one; returns where it stands. */
    RecordMetadata write(String topic, @Nullable Integer partition, @Nullable String key, String value) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all"), new StringSerializer(),
                new StringSerializer())) {
            return producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("Kafka does not take the record", e);
        }
    }

    /** All records of a topic. */
    List<ConsumerRecord<String, String>> of(String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "group.id",
                UUID.randomUUID().toString(), "enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    /** All records of a call in a topic, oldest first. */
    List<ConsumerRecord<String, String>> of(String topic, String callId) {
        return of(topic).stream().filter(found -> callId.equals(found.key()))
                .sorted((one, other) -> Long.compare(one.timestamp(), other.timestamp())).toList();
    }

    static String header(ConsumerRecord<?, ?> found, String name) {
        return Optional.ofNullable(found.headers().lastHeader(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8)).orElse("");
    }
}
