package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Order;
import io.callqueue.event.CallEvent;
import io.callqueue.request.CallRequest;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.Topics;
import io.callqueue.tracing.TraceHeaders;

/** Writes the records that callqueue's services write, each to its place. Every answer comes with Kafka's ack. */
public final class CallTopics {
    /** Bytes; key and headers take their room too. */
    private static final int LARGEST_LETTER = Clients.LARGEST_RECORD * 3 / 4;
    private final RecordSender sender;
    private final CampaignPartitions partitions;
    private final DeadLetterCount deadLetters;

    /** Nobody asks how many dead letters it writes. */
    public CallTopics(RecordSender sender, CampaignPartitions partitions) {
        this(sender, partitions, new DeadLetterCount(new CompositeMeterRegistry()));
    }

    public CallTopics(RecordSender sender, CampaignPartitions partitions, DeadLetterCount deadLetters) {
        this.sender = sender;
        this.partitions = partitions;
        this.deadLetters = deadLetters;
    }

    /** The first record of a call, which keeps it from its ack on: in the topic of its priority, or in calls.scheduled. */
    public CompletableFuture<RecordMetadata> publishFirst(Call call, byte[] request) {
        String topic = call.status() == CallStatus.SCHEDULED ? Topics.SCHEDULED : Topics.of(call.order().priority());
        return send(topic, call, made -> made, request);
    }

    /** The record of a due call, to the topic of its priority. */
    public CompletableFuture<RecordMetadata> publishDue(Call call, byte[] request) {
        return send(Topics.of(call.order().priority()), call,
                made -> CallRecord.mark(made, call.attemptNumber() + 1, call.revision()), request);
    }

    private CompletableFuture<RecordMetadata> send(String topic, Call call,
            UnaryOperator<ProducerRecord<byte[], byte[]>> mark, byte[] request) {
        try {
            ProducerRecord<byte[], byte[]> made = mark.apply(record(topic, call, request));
            TraceHeaders.put(made.headers());
            return sender.send(made);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) { // the partitions are not known: as if the record could not be sent
            return CompletableFuture.failedFuture(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, Call call, byte[] request) {
        Order order = call.order();
        Long timestamp = call.attemptNumber() == 0 && call.revision() == 1 ? order.createdAt().toEpochMilli() : null;
        return new ProducerRecord<>(topic, partitions.next(topic, order.campaignId(), sender.partitions(topic)),
                timestamp,
                key(call.id()), request);
    }

    /** The ledger: the call as it stands after a move. */
    public CompletableFuture<RecordMetadata> event(Call call) {
        return sender.send(Topics.EVENTS, call.id().value(), CallEvent.of(call));
    }

    /** The ledger, for a move that a first record drove. */
    public CompletableFuture<RecordMetadata> event(Call call, CallRequest request) {
        return sender.send(Topics.EVENTS, call.id().value(), CallEvent.of(call, request));
    }

    /** A record about one call, to this topic. */
    public CompletableFuture<RecordMetadata> send(String topic, CallId id, Object value) {
        return sender.send(topic, id.value(), value);
    }

    /**
     * A record that nobody can use, with where it was found and why it is here. It is whole, unless compression had it fit into its own topic
     * only: then its beginning is here, and the header {@code value_bytes} tells its length.
     */
    public CompletableFuture<RecordMetadata> deadLetter(ConsumerRecord<byte[], byte[]> found, String reason) {
        boolean tooLarge = found.value() != null && found.value().length > LARGEST_LETTER;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTER, null, found.key(),
                tooLarge ? Arrays.copyOf(found.value(), LARGEST_LETTER) : found.value());
        found.headers().forEach(letter.headers()::add);
        if (tooLarge) {
            header(letter, "value_bytes", String.valueOf(found.value().length));
        }
        header(letter, "reason", reason);
        header(letter, "origin_topic", found.topic());
        header(letter, "origin_partition", String.valueOf(found.partition()));
        header(letter, "origin_offset", String.valueOf(found.offset()));
        header(letter, "origin_timestamp", String.valueOf(found.timestamp()));
        return sender.send(letter).thenApply(acked -> {
            deadLetters.written(found.topic());
            return acked;
        });
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] key(CallId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }
}
