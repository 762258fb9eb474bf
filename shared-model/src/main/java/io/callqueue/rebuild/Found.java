package io.callqueue.rebuild;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.event.CallEvent;
import io.callqueue.event.LedgerEntry;

/** What a part of the ledger comes to, by call: the same in whatever order its records are read. */
final class Found {
    private static final Comparator<Call> AGE = Comparator.comparingLong(Call::epoch).thenComparingLong(Call::version);
    private final Map<CallId, LedgerEntry> calls = new HashMap<>();

    void add(LedgerEntry entry) {
        calls.merge(entry.call().id(), entry, Found::merged);
    }

    /** So that records which are made again come in about the order of their calls. */
    List<LedgerEntry> oldestFirst() {
        return calls.values().stream().sorted(Comparator.comparing(entry -> entry.call().order().createdAt()))
                .toList();
    }

    private static LedgerEntry merged(LedgerEntry one, LedgerEntry other) {
        LedgerEntry newer = AGE.compare(one.call(), other.call()) >= 0 ? one : other;
        LedgerEntry older = newer == one ? other : one;
        return new LedgerEntry(newer.schemaVersion(), newer.call(), newer.request().or(older::request),
                attempts(older, newer));
    }

    private static List<Attempt> attempts(LedgerEntry older, LedgerEntry newer) {
        Map<Integer, Attempt> byNumber = new HashMap<>();
        older.attempts().forEach(attempt -> byNumber.put(attempt.number(), attempt));
        newer.attempts().forEach(attempt -> byNumber.put(attempt.number(), attempt));
        List<Attempt> attempts = new ArrayList<>(byNumber.values());
        attempts.sort(Comparator.comparingInt(Attempt::number));
        return attempts;
    }

    /** An event is an entry of what it alone tells. */
    static LedgerEntry entry(CallEvent event) {
        return new LedgerEntry(event.schemaVersion(), event.call(), event.request(),
                event.call().attempt().map(List::of).orElse(List.of()));
    }
}
