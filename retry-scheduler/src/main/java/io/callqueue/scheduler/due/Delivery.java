package io.callqueue.scheduler.due;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.kafka.CallTopics;
import io.callqueue.log.About;
import io.callqueue.scheduler.inquiry.Inquiry;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.store.CallStore;
import io.callqueue.store.Due;
import io.callqueue.store.Popped;
import io.callqueue.topic.Topics;

/**
 * Hands fired calls over to Kafka, in their order. A due call is confirmed when Kafka has acked its event and its record; what is not
 * confirmed comes back from {@code inflight}, and a look-up that was not sent at its next one.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private final CallStore store;
    private final CallTopics topics;
    private final TimerMetrics metrics;
    private final Outage outage = new Outage("due calls could not be handed over, they come back by themselves");

    Delivery(CallStore store, CallTopics topics, TimerMetrics metrics) {
        this.store = store;
        this.topics = topics;
        this.metrics = metrics;
    }

    /** What Kafka is to ack of a call. */
    private record Sent(Due.Fired fired, CompletableFuture<?> acked) {
        boolean isToBeConfirmed() {
            return fired instanceof Due.Record due && !due.request().isEmpty() && !acked.isCompletedExceptionally();
        }
    }

    /** Whether all of these were handed over; returns when that is known. */
    boolean deliver(List<Due.Fired> fired) {
        List<Sent> sent = send(fired);
        List<CompletableFuture<?>> confirmed = confirm(sent);
        long failed = Stream.concat(sent.stream().map(Sent::acked), confirmed.stream()).filter(this::failed).count();
        if (failed == 0 && !sent.isEmpty()) {
            outage.over();
        }
        return failed == 0;
    }

    /** Stops at the first that fails at once: each try may take seconds while Kafka is away. */
    private List<Sent> send(List<Due.Fired> fired) {
        List<Sent> sent = new ArrayList<>();
        for (Due.Fired each : fired) {
            Sent one = new Sent(each, send(each));
            sent.add(one);
            if (one.acked().isCompletedExceptionally()) {
                return sent;
            }
        }
        return sent;
    }

    /** All of a shard at once, when Kafka has said of each whether it has it. */
    private List<CompletableFuture<?>> confirm(List<Sent> sent) {
        Map<Integer, List<Sent>> byShard = sent.stream().filter(Sent::isToBeConfirmed)
                .collect(Collectors.groupingBy(one -> one.fired().call().id().shard()));
        return byShard.entrySet().stream().<CompletableFuture<?>>map(
                each -> CompletableFuture
                        .allOf(each.getValue().stream().map(one -> one.acked().exceptionally(e -> null))
                                .toArray(CompletableFuture[]::new))
                        .thenCompose(settled -> confirm(each.getKey(), each.getValue())))
                .toList();
    }

    private CompletableFuture<Void> confirm(int shard, List<Sent> settled) {
        return store.confirm(shard,
                settled.stream().filter(Sent::isToBeConfirmed).map(one -> Popped.of(one.fired().call())).toList());
    }

    private CompletableFuture<?> send(Due.Fired fired) {
        return switch (fired) {
            case Due.Record(Call call, String request, var late) when request.isEmpty() -> lost(call);
            case Due.Record due -> produce(due.call(), due.request().getBytes(StandardCharsets.UTF_8), due.late());
            case Due.LookUp(Call call) -> lookUp(call);
        };
    }

    private CompletableFuture<?> produce(Call call, byte[] request, Optional<Duration> late) {
        long firedAt = metrics.now();
        return acked(topics.firedEvent(call), topics.publishDue(call, request))
                .thenRun(() -> metrics.acked(late, firedAt));
    }

    private CompletableFuture<?> lookUp(Call call) {
        metrics.lookedUp();
        return acked(topics.firedEvent(call), topics.send(Topics.RECONCILE, call.id(), Inquiry.overdue(call)));
    }

    /** Both; or the one that failed already, which says so without waiting for the other. */
    private static CompletableFuture<?> acked(CompletableFuture<?> event, CompletableFuture<?> made) {
        return Stream.of(event, made).filter(CompletableFuture::isCompletedExceptionally).findFirst()
                .<CompletableFuture<?>>map(failed -> failed).orElseGet(() -> CompletableFuture.allOf(event, made));
    }

    /** Only a Redis that lost data has a call without its request; it stays in {@code inflight}, where a person can find it. */
    private CompletableFuture<?> lost(Call call) {
        metrics.lost();
        try (About unused = About.call(call)) {
            LOG.error("the request of call {} is lost: Redis has the call without it, so it can not be dialed",
                    call.id());
        }
        return CompletableFuture.completedFuture(call);
    }

    private boolean failed(CompletableFuture<?> handedOver) {
        try {
            handedOver.join();
            return false;
        } catch (CompletionException e) {
            outage.noticed(e);
            return true;
        }
    }
}
