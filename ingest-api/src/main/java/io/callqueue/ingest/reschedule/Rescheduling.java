package io.callqueue.ingest.reschedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.springframework.stereotype.Component;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Reschedule;
import io.callqueue.ingest.web.Await;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.CallStore;
import io.callqueue.store.Snapshot;
import io.callqueue.topic.Command;
import io.callqueue.topic.Topics;

/**
 * Asks the retry-scheduler to change a call, and waits a little for what comes of it. Each command is about one revision of the call; one
 * that comes too late, since a timer fired meanwhile, is sent again about the next.
 */
@Component
final class Rescheduling {
    private final CallTopics topics;
    private final CallStore store;
    private final Clock clock;
    private final RescheduleSettings settings;

    Rescheduling(CallTopics topics, CallStore store, Clock clock, RescheduleSettings settings) {
        this.topics = topics;
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** What came of the wish. */
    sealed interface Result {}

    record Unknown() implements Result {}

    /** It is claimed, or has ended. */
    record TooLate(Call call) implements Result {}

    /** By then it would have expired. */
    record NeverDialed(Instant expiresAt) implements Result {}

    record Changed(Call call) implements Result {}

    /** Nobody had the word yet. */
    record Undecided(Call call) implements Result {}

    Result reschedule(CallId id, Reschedule wish) throws InterruptedException {
        Snapshot found = read(id);
        if (found.call().isEmpty()) {
            return new Unknown();
        }
        Call call = found.call().get();
        if (!call.status().isBeforeDial()) {
            return new TooLate(call);
        }
        Optional<Instant> expiresAt = call.order().expiresAt()
                .filter(end -> wish.scheduledAt().filter(at -> !at.isBefore(end)).isPresent());
        return expiresAt.isPresent()
                ? new NeverDialed(expiresAt.get())
                : change(call, wish.unmet(call, found.now()));
    }

    private Result change(Call before, Reschedule wish) throws InterruptedException {
        long start = System.nanoTime();
        Call call = before;
        Reschedule left = wish;
        int asked = 0; // revisions begin with 1
        while (!left.isEmpty()) {
            if (!call.status().isBeforeDial()) {
                return new TooLate(call);
            }
            if (call.revision() != asked) {
                asked = call.revision();
                Command command = Command.reschedule(call.id(), clock.instant(), asked, left);
                Await.result(topics.send(Topics.COMMANDS, call.id(), command));
            }
            if (System.nanoTime() - start >= settings.patience().toNanos()) {
                return new Undecided(call);
            }
            Thread.sleep(settings.lookEvery());
            Snapshot found = read(call.id());
            call = found.call().orElse(call);
            left = left(left, before, call, found.now());
        }
        return new Changed(call);
    }

    /**
     * What is still to be asked for. What somebody else changed meanwhile counts as changed after this wish: sent again, it would undo that
     * wish, whose sender would do the same.
     */
    private static Reschedule left(Reschedule wish, Call before, Call call, Instant now) {
        return wish.unmet(call, now).untouched(before.order(), call.order());
    }

    private Snapshot read(CallId id) {
        return Await.result(store.read(id));
    }
}
