package io.callqueue.rebuild;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.LedgerEntry;

/** What a part of the ledger comes to, by call. */
final class Found {
    private static final Comparator<Call> AGE = Comparator.comparingLong(Call::epoch).thenComparingLong(Call::version);
    private final Map<CallId, LedgerEntry> calls = new HashMap<>();
    private long records;

    /** What all events up to some moment came to: a later one replaces it, but not one that was given up and is behind. */
    void entry(LedgerEntry entry) {
        calls.merge(entry.call().id(), entry,
                (known, next) -> AGE.compare(known.call(), next.call()) > 0 ? known : next);
    }

    void event(CallEvent event) {
        CallId id = event.call().id();
        Fold.merge(Optional.ofNullable(calls.get(id)), event).ifPresentOrElse(entry -> calls.put(id, entry),
                () -> calls.remove(id));
    }

    void forgotten(CallId id) {
        calls.remove(id);
    }

    /** Another record of this part was read. */
    void read() {
        records++;
    }

    long records() {
        return records;
    }

    /** How many calls are held. */
    int size() {
        return calls.size();
    }

    /** So that records which are made again come in about the order of their calls. */
    List<LedgerEntry> oldestFirst() {
        return calls.values().stream().sorted(Comparator.comparing(entry -> entry.call().order().createdAt()))
                .toList();
    }
}
