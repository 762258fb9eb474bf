package io.callqueue.ingest.cancel;

import java.time.Clock;
import java.util.Optional;

import org.springframework.stereotype.Component;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.ingest.web.Await;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.CallStore;
import io.callqueue.topic.Command;
import io.callqueue.topic.Topics;

/** Asks the retry-scheduler to end a call, and waits a little for what comes of it. */
@Component
final class Cancellation {
    private final CallTopics topics;
    private final CallStore store;
    private final Clock clock;
    private final CancelSettings settings;

    Cancellation(CallTopics topics, CallStore store, Clock clock, CancelSettings settings) {
        this.topics = topics;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** What came of the wish. */
    sealed interface Result {}

    record Unknown() implements Result {}

    record TooLate(Call call) implements Result {}

    record Cancelled(Call call) implements Result {}

    /** Plivo has the word, or nobody had it yet. */
    record Requested(Call call) implements Result {}

    Result cancel(CallId id) throws InterruptedException {
        Optional<Call> found = read(id);
        if (found.isEmpty()) {
            return new Unknown();
        }
        if (found.get().status().isFinal()) {
            return new TooLate(found.get());
        }
        Await.result(topics.send(Topics.COMMANDS, id, Command.cancel(id, clock.instant())));
        return watch(found.get());
    }

    private Result watch(Call before) throws InterruptedException {
        long start = System.nanoTime();
        Call call = before;
        while (!isSettled(call) && System.nanoTime() - start < settings.patience().toNanos()) {
            Thread.sleep(settings.lookEvery());
            call = read(call.id()).orElse(call);
        }
        return result(call);
    }

    private static boolean isSettled(Call call) {
        return call.status().isFinal() || call.cancelRequested();
    }

    private static Result result(Call call) {
        return switch (call.status()) {
            case CANCELLED -> new Cancelled(call);
            case COMPLETED, FAILED, EXPIRED -> new TooLate(call);
            case QUEUED, SCHEDULED, DEFERRED, DIALING, UNKNOWN, RINGING, IN_PROGRESS, RETRYING -> new Requested(call);
        };
    }

    private Optional<Call> read(CallId id) {
        return Await.result(store.read(id)).call();
    }
}
