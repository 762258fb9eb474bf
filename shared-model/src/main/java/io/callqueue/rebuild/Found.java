package io.callqueue.rebuild;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.CallId;
import io.callqueue.event.CallEvent;
import io.callqueue.event.Fold;
import io.callqueue.event.LedgerEntry;

/** What a part of the ledger comes to, by call. */
final class Found {
    private final Map<CallId, LedgerEntry> calls = new HashMap<>();

    /** What all events up to some moment came to: a later one replaces it. */
    void entry(LedgerEntry entry) {
        calls.put(entry.call().id(), entry);
    }

    void event(CallEvent event) {
        CallId id = event.call().id();
        calls.put(id, Fold.merge(Optional.ofNullable(calls.get(id)), event));
    }

    /** So that records which are made again come in about the order of their calls. */
    List<LedgerEntry> oldestFirst() {
        return calls.values().stream().sorted(Comparator.comparing(entry -> entry.call().order().createdAt()))
                .toList();
    }
}
