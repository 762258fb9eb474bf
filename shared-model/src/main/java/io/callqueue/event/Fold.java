package io.callqueue.event;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;

/**
 * What the events of a call come to. Any order, doubles and gaps give the same: the newest state is right, and of the attempts all is kept that
 * any event told.
 */
public final class Fold {
    /** Of a call with more attempts the latest ones are kept, so that its entry fits into a record. */
    public static final int MOST_ATTEMPTS = 1_000;
    private static final int SCHEMA_VERSION = 1;
    /** Of one version there is one state; the rest decides only where that was broken, so that order does not. */
    private static final Comparator<Call> NEWEST = Comparator.comparingLong(Call::epoch)
            .thenComparingLong(Call::version).thenComparing(Call::toString);

    private Fold() {}

    public static LedgerEntry merge(Optional<LedgerEntry> known, CallEvent event) {
        Call call = Stream.concat(known.map(LedgerEntry::call).stream(), Stream.of(event.call())).max(NEWEST)
                .orElseThrow();
        return new LedgerEntry(SCHEMA_VERSION, call, known.flatMap(LedgerEntry::request).or(event::request),
                attempts(known.map(LedgerEntry::attempts).orElse(List.of()), event.call().attempt()));
    }

    private static List<Attempt> attempts(List<Attempt> known, Optional<Attempt> told) {
        Map<Integer, Attempt> byNumber = new TreeMap<>();
        Stream.concat(known.stream(), told.stream())
                .forEach(attempt -> byNumber.merge(attempt.number(), attempt, KnownAttempt::join));
        return byNumber.values().stream().skip(Math.max(0, byNumber.size() - MOST_ATTEMPTS)).toList();
    }
}
