package io.callqueue.dispatcher.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.kafka.CallTopics;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
import io.callqueue.store.EndedAttempt;
import io.callqueue.store.Mover;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;

/**
 * Moves calls: first in Redis, then in the ledger. Every method returns when both are durable, and fails when either is away; done again,
 * it says again where the call stands, which harms nothing.
 */
public final class Calls {
    private final CallStore store;
    private final CallTopics topics;
    private final MoveCounts counts;

    public Calls(CallStore store, CallTopics topics, MeterRegistry metrics) {
        this.store = store;
        this.topics = topics;
        this.counts = new MoveCounts(metrics);
    }

    public Snapshot read(CallId id) {
        return store.read(id).join();
    }

    /** Asks for the call; the answer is awaited when it is needed. */
    public Supplier<Snapshot> reading(CallId id) {
        return store.read(id)::join;
    }

    /** Makes the move that {@code mover} decides, if any, and writes down where the call stands. */
    public Update move(CallId id, Mover mover) {
        Update update = counted(mover, watched -> store.update(id, watched));
        update.known().ifPresent(this::record);
        return update;
    }

    /** The same from a call that was as it is here a moment ago. @param now the time of Redis */
    public Update move(Call call, Instant now, Mover mover) {
        Update update = moveUnrecorded(call, now, mover);
        update.known().ifPresent(this::record);
        return update;
    }

    /**
     * The same from a call that was just read, without the ledger.
     *
     * @param now the time of Redis when the call stood like that
     */
    public Update moveUnrecorded(Call call, Instant now, Mover mover) {
        return counted(mover, watched -> store.update(call, now, watched));
    }

    /** Counted before it is written down: done again, it is no move any more. */
    private Update counted(Mover mover, Function<Mover, CompletableFuture<Update>> update) {
        LastDecision last = new LastDecision(mover);
        Update made = update.apply(last).join();
        if (made instanceof Update.Moved && last.decided() instanceof Decision.Change change) {
            counts.made(last.from(), change);
        }
        return made;
    }

    /**
     * Writes down what more became known of an attempt before the call's latest.
     *
     * @param call as it was just read
     * @param news what is known of the attempt with them
     * @return false when somebody else learned more of it just now, so that the call is to be read again
     */
    public boolean fillIn(Call call, int attempt, UnaryOperator<Attempt> news) {
        Optional<EndedAttempt> read = store.details().endedAttempt(call.id(), attempt).join();
        return read.map(before -> fillIn(call, before, news)).orElse(true); // so long ago that nobody knows it
    }

    private boolean fillIn(Call call, EndedAttempt read, UnaryOperator<Attempt> news) {
        Attempt before = read.attempt();
        Attempt known = news.apply(before);
        if (!known.equals(before)) {
            if (!store.details().fillIn(call, read, known).join()) {
                return false;
            }
            counts.learned(before, known);
        }
        topics.event(call, known).join();
        return true;
    }

    /** Creates a call of a direct producer. */
    public Creation create(Call call, CallRequest request) {
        Creation creation = store.create(call, request).join();
        if (!(creation instanceof Creation.Conflict)) {
            topics.event(creation.call(), request).join();
        }
        return creation;
    }

    /**
     * The last step of a record of this call: what becomes of the call, if anything, and where it stands, with its request if it is the
     * first record. A call that is unknown by now is not done with.
     *
     * @throws IllegalStateException when Redis does not know the call any more: it lost it, and the ledger never had it
     */
    public void settle(CallId id, Mover mover, Optional<CallRequest> first) {
        recordKnown(id, counted(mover, watched -> store.update(id, watched)), first);
    }

    /** A first record of this ended call was read once more: it stays known until all who read it have done so. */
    public void readAgain(CallId id, Instant now) {
        store.ended().readAgain(id, now).join();
    }

    /** The same after a move. */
    public void recordKnown(CallId id, Update update, Optional<CallRequest> first) {
        Call call = update.known().orElseThrow(() -> new IllegalStateException(
                "Redis does not know the call " + id + " any more; its record makes it known again"));
        first.map(request -> topics.event(call, request)).orElseGet(() -> topics.event(call)).join();
    }

    /** Writes down that the call is claimed; whether that still stands in Redis is asked with its lease. */
    public void recordClaim(Call call, Optional<CallRequest> first) {
        topics.claimedEvent(call, first).join();
    }

    /** Writes down where the call stands. */
    public void record(Call call) {
        recording(call).run();
    }

    /** The same; the ack is awaited when it is needed. */
    public Runnable recording(Call call) {
        return topics.event(call)::join;
    }

    /** The calls with an attempt known to be under way. */
    public List<CallId> active() {
        return store.overview().active().join();
    }

    public Optional<CallRequest> request(CallId id) {
        return readingRequest(id).get();
    }

    /** Asks for the request; the answer is awaited when it is needed. */
    public Supplier<Optional<CallRequest>> readingRequest(CallId id) {
        return store.details().request(id)::join;
    }

    public List<Attempt> endedAttempts(CallId id) {
        return readingEndedAttempts(id).get();
    }

    /** Asks for the attempts that ended, in their order; the answer is awaited when it is needed. */
    public Supplier<List<Attempt>> readingEndedAttempts(CallId id) {
        return store.details().endedAttempts(id)::join;
    }
}
