package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

import io.callqueue.codec.Json;

/** Sends records; each answer comes when Kafka has acked. Safe for use by many threads. */
public final class RecordSender implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;

    public RecordSender(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Sends a value as JSON. */
    public CompletableFuture<RecordMetadata> send(String topic, String key, Object value) {
        return send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), Json.bytes(value)));
    }

    /** Fails with a {@link KafkaException} when Kafka did not ack in time; the record may then stand in the topic all the same. */
    public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> made) {
        CompletableFuture<RecordMetadata> acked = new CompletableFuture<>();
        try {
            var unused = producer.send(made, (metadata, failure) -> {
                if (failure == null) {
                    acked.complete(metadata);
                } else {
                    acked.completeExceptionally(failure);
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            acked.completeExceptionally(e);
        }
        return acked;
    }

    /** How many partitions the topic has. */
    public int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    @Override
    public void close() {
        producer.close();
    }
}
