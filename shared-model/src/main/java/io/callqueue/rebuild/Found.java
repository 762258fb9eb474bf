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
    /** Bytes that a call takes here beside its longest record. */
    private static final int BESIDES = 1_000;
    private final Map<CallId, Weighed> calls = new HashMap<>();
    private long records;
    private long bytes;

    /**
     * A call as it is known.
     *
     * @param bytes that it takes here, about
     */
    record Weighed(LedgerEntry entry, int bytes) {}

    /**
     * What all events up to some moment came to: a later one replaces it, but not one that was given up and is behind.
     *
     * @param length of its record in bytes
     */
    void entry(LedgerEntry entry, int length) {
        Optional<LedgerEntry> known = known(entry.call().id());
        boolean isBehind = known.filter(before -> AGE.compare(before.call(), entry.call()) > 0).isPresent();
        put(isBehind ? known.orElseThrow() : entry, length);
    }

    /** @param length of its record in bytes */
    void event(CallEvent event, int length) {
        CallId id = event.call().id();
        Fold.merge(known(id), event).ifPresentOrElse(entry -> put(entry, length), () -> forgotten(id));
    }

    private Optional<LedgerEntry> known(CallId id) {
        return Optional.ofNullable(calls.get(id)).map(Weighed::entry);
    }

    private void put(LedgerEntry entry, int length) {
        CallId id = entry.call().id();
        int before = calls.containsKey(id) ? calls.get(id).bytes() : 0;
        int weight = Math.max(BESIDES + length, before);
        bytes += weight - before;
        calls.put(id, new Weighed(entry, weight));
    }

    void forgotten(CallId id) {
        Weighed gone = calls.remove(id);
        bytes -= gone == null ? 0 : gone.bytes();
    }

    /** Another record of this part was read. */
    void read() {
        records++;
    }

    long records() {
        return records;
    }

    /** Whether these are more than one call, and take more memory than this. */
    boolean isMoreThan(long most) {
        return bytes > most && calls.size() > 1;
    }

    /** So that records which are made again come in about the order of their calls. */
    List<Weighed> oldestFirst() {
        return calls.values().stream().sorted(Comparator.comparing(each -> each.entry().call().order().createdAt()))
                .toList();
    }
}
