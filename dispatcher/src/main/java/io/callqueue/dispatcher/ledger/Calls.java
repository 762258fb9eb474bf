package io.callqueue.dispatcher.ledger;

import java.util.List;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.kafka.CallTopics;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CallStore;
import io.callqueue.store.Creation;
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

    public Calls(CallStore store, CallTopics topics) {
        this.store = store;
        this.topics = topics;
    }

    public Snapshot read(CallId id) {
        return store.read(id).join();
    }

    /** Makes the move that {@code mover} decides, if any, and writes down where the call stands. */
    public Update move(CallId id, Mover mover) {
        Update update = store.update(id, mover).join();
        update.known().ifPresent(this::record);
        return update;
    }

    /** The same without the ledger, for a caller that writes it at another moment with {@link #record}. */
    public Update moveUnrecorded(CallId id, Mover mover) {
        return store.update(id, mover).join();
    }

    /** Creates a call of a direct producer. */
    public Creation create(Call call, CallRequest request) {
        Creation creation = store.create(call, request).join();
        if (!(creation instanceof Creation.Conflict)) {
            topics.event(creation.call(), request).join();
        }
        return creation;
    }

    /** Writes down where the call stands. */
    public void record(Call call) {
        topics.event(call).join();
    }

    public Optional<CallRequest> request(CallId id) {
        return store.request(id).join();
    }

    public List<Attempt> endedAttempts(CallId id) {
        return store.endedAttempts(id).join();
    }
}
