package io.callqueue.scheduler.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Erased;
import io.callqueue.control.Erasure;
import io.callqueue.kafka.CallTopics;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CallStore;
import io.callqueue.topic.Command;
import io.callqueue.topic.Topics;

/** Erases the callee of one call. */
record ErasedCalls(CallStore store, CallTopics topics) {

    /** Answers whether nothing is left to do; a call that has not ended is cancelled first. */
    CompletableFuture<Boolean> erase(CallId id, Erasure erasure) {
        return store.read(id).thenCompose(found -> found.call().filter(call -> isAbout(erasure, call))
                .map(call -> call.status().isFinal() ? erase(call, found.now()) : cancel(call, found.now()))
                .orElseGet(() -> CompletableFuture.completedFuture(true)));
    }

    private static boolean isAbout(Erasure erasure, Call call) {
        return call.order().phoneNumber().equals(erasure.phoneNumber())
                && !call.order().createdAt().isAfter(erasure.requestedAt());
    }

    private CompletableFuture<Boolean> cancel(Call call, Instant now) {
        return topics.send(Topics.COMMANDS, call.id(), Command.cancel(call.id(), now)).thenApply(acked -> false);
    }

    /** First in the ledger: as long as the call is found in Redis all of it is done again. */
    private CompletableFuture<Boolean> erase(Call call, Instant now) {
        Call next = Erased.call(call, now);
        CompletableFuture<Optional<CallRequest>> request = store.details().request(call.id());
        CompletableFuture<List<Attempt>> ended = store.details().endedAttempts(call.id());
        return request.thenCompose(asked -> {
            Optional<CallRequest> stub = asked.map(CallRequest::erased);
            return stub.map(left -> topics.event(next, left)).orElseGet(() -> topics.event(next))
                    .thenCompose(acked -> ended)
                    .thenCompose(attempts -> store.ended().replace(call, next, stub, attempts.stream()
                            .map(attempt -> Erased.attempt(attempt, call.order().phoneNumber())).toList()));
        });
    }
}
