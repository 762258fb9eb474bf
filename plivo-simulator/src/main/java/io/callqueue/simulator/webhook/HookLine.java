package io.callqueue.simulator.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.time.Timers;

/**
 * The webhooks of one call, in order: each waits for the first try of the one before, not for its retries.
 * Here they get lost, late, doubled or reversed.
 */
public final class HookLine {
    private record Held(Webhook webhook, CompletableFuture<Delivery> promise) {}

    private final Postman postman;
    private final Timers timers;
    private final HookFaults faults;
    private final boolean reversed;
    private final Deque<Held> held = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> tried = Stream.of(WebhookEvent.values())
            .map(_ -> new CompletableFuture<Void>())
            .toList();
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    public HookLine(Postman postman, Timers timers, HookFaults faults, boolean reversed) {
        this.postman = postman;
        this.timers = timers;
        this.faults = faults;
        this.reversed = reversed;
    }

    /** Returns at once; a webhook whose URL was not given goes nowhere and is not counted. */
    public synchronized CompletableFuture<Delivery> post(Webhook webhook) {
        CompletableFuture<Delivery> promise = new CompletableFuture<>();
        if (reversed && webhook.event() != WebhookEvent.HANGUP) {
            held.push(new Held(webhook, promise));
            return promise;
        }
        send(webhook, promise);
        held.forEach(each -> send(each.webhook(), each.promise()));
        held.clear();
        return promise;
    }

    /** Done when the event's webhook was tried once, or will never be. */
    public CompletableFuture<Void> tried(WebhookEvent event) {
        return tried.get(event.ordinal());
    }

    private void send(Webhook webhook, CompletableFuture<Delivery> promise) {
        WebhookEvent event = webhook.event();
        if (!webhook.target().isGiven()) {
            skip(event, promise);
            return;
        }
        if (faults.draw(Fault.WEBHOOK_LOST, event).isPresent()) {
            postman.lose(webhook);
            skip(event, promise);
            return;
        }
        Optional<Misbehavior> late = faults.draw(Fault.WEBHOOK_LATE, event);
        late.ifPresentOrElse(fault -> outOfTurn(webhook, promise, fault), () -> inTurn(webhook, promise));
        if (faults.draw(Fault.WEBHOOK_DOUBLED, event).isPresent()) {
            inTurn(webhook, new CompletableFuture<>());
        }
    }

    private void skip(WebhookEvent event, CompletableFuture<Delivery> promise) {
        markTried(event);
        promise.complete(new Delivery.NotSent());
    }

    private void outOfTurn(Webhook webhook, CompletableFuture<Delivery> promise, Misbehavior late) {
        var _ = timers.after(late.delay(), () -> deliver(webhook, promise, new CompletableFuture<>()));
    }

    private void inTurn(Webhook webhook, CompletableFuture<Delivery> promise) {
        CompletableFuture<Void> before = tail;
        CompletableFuture<Void> firstTry = new CompletableFuture<>();
        tail = firstTry;
        var _ = before.thenRun(() -> timers.execute(() -> deliver(webhook, promise, firstTry)));
    }

    private void deliver(Webhook webhook, CompletableFuture<Delivery> promise, CompletableFuture<Void> firstTry) {
        promise.complete(postman.deliver(webhook, () -> {
            firstTry.complete(null);
            markTried(webhook.event());
        }));
    }

    /** The hangup is the last thing that anybody may wait for. */
    private void markTried(WebhookEvent event) {
        tried.get(event.ordinal()).complete(null);
        if (event == WebhookEvent.HANGUP) {
            tried.forEach(each -> each.complete(null));
        }
    }
}
