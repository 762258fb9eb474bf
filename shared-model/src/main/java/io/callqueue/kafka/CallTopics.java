package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

import io.callqueue.call.Attempt;
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
    private final RecordSender sender;
    private final CampaignPartitions partitions;
    private final Function<Call, CompletableFuture<Void>> standing;
    private final DeadLetterCount deadLetters;

    /** Nobody asks how many dead letters it writes. */
    public CallTopics(RecordSender sender, CampaignPartitions partitions,
            Function<Call, CompletableFuture<Void>> standing) {
        this(sender, partitions, standing, new DeadLetterCount(new CompositeMeterRegistry()));
    }

    /** @param standing fails when Redis was made anew since the call stood like this */
    public CallTopics(RecordSender sender, CampaignPartitions partitions,
            Function<Call, CompletableFuture<Void>> standing, DeadLetterCount deadLetters) {
        this.sender = sender;
        this.partitions = partitions;
        this.standing = standing;
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

    /**
     * The ledger: the call as it stands after a move. Fails also when Redis lost data since: it was made anew from what the ledger had, which
     * may have been without this event, so the move is to be made again.
     */
    public CompletableFuture<RecordMetadata> event(Call call) {
        return confirmed(call, CallEvent.of(call));
    }

    /** The ledger, for a move that a first record drove. */
    public CompletableFuture<RecordMetadata> event(Call call, CallRequest request) {
        return confirmed(call, CallEvent.of(call, request));
    }

    /** The ledger, when more became known of an attempt before the call's latest. */
    public CompletableFuture<RecordMetadata> event(Call call, Attempt older) {
        return confirmed(call, CallEvent.of(call, older));
    }

    private CompletableFuture<RecordMetadata> confirmed(Call call, CallEvent event) {
        return sender.send(Topics.EVENTS, call.id().value(), event)
                .thenCompose(acked -> standing.apply(call).thenApply(stands -> acked));
    }

    /**
     * The ledger, for a claim: whether Redis was made anew since is asked with its lease, before anything is dialed.
     *
     * @param first the request, when a first record drove it
     */
    public CompletableFuture<RecordMetadata> claimedEvent(Call call, Optional<CallRequest> first) {
        return sender.send(Topics.EVENTS, call.id().value(),
                first.map(request -> CallEvent.of(call, request)).orElseGet(() -> CallEvent.of(call)));
    }

    /** The ledger, for a timer that fired: in a Redis that was made anew without this event it fires again. */
    public CompletableFuture<RecordMetadata> firedEvent(Call call) {
        return sender.send(Topics.EVENTS, call.id().value(), CallEvent.of(call));
    }

    /** The ledger, for a call that nobody needs to know of any more: it is forgotten there, too. */
    public CompletableFuture<RecordMetadata> forgottenEvent(Call call, Instant at) {
        return sender.send(Topics.EVENTS, call.id().value(), CallEvent.forgotten(call, at));
    }

    /** A record about one call, to this topic. */
    public CompletableFuture<RecordMetadata> send(String topic, CallId id, Object value) {
        return sender.send(topic, id.value(), value);
    }

    /** A record that nobody can use: see {@link DeadLetter}. */
    public CompletableFuture<RecordMetadata> deadLetter(ConsumerRecord<byte[], byte[]> found, String reason) {
        return sender.send(DeadLetter.of(found, reason)).thenApply(acked -> {
            deadLetters.written(found.topic());
            return acked;
        });
    }

    private static byte[] key(CallId id) {
        return id.value().getBytes(StandardCharsets.UTF_8);
    }
}
