package io.callqueue.scheduler.inquiry;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.kafka.CallTopics;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

/** What follows for a call that a person wants ended, or hung up: it is written down, and hung up where there is something to hang up. May be repeated. */
public record Aftermath(CallTopics topics) {
    /** Done when Kafka has acked it all. */
    public CompletableFuture<?> of(Call call) {
        Optional<Reconcile> hangUp = Inquiry.hangUp(call);
        return topics.event(call).thenCompose(written -> hangUp.isPresent()
                ? topics.send(Topics.RECONCILE, call.id(), hangUp.get())
                : CompletableFuture.completedFuture(written));
    }
}
