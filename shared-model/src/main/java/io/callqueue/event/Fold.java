package io.callqueue.event;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Erased;
import io.callqueue.request.CallRequest;

/**
 * What the events of a call come to. Any order, doubles and gaps give the same: the newest state is right, and of the attempts all is kept that
 * any event told. Once a call is forgotten there is nothing of it, and another one may have its id.
 */
public final class Fold {
    /** Of a call with more attempts the latest ones are kept, so that its entry fits into a record. */
    public static final int MOST_ATTEMPTS = 1_000;
    private static final int SCHEMA_VERSION = 1;
    /** Of one version there is one state; the rest decides only where that was broken, so that order does not. */
    private static final Comparator<Call> NEWEST = Comparator.comparingLong(Call::epoch)
            .thenComparingLong(Call::version).thenComparing(Call::toString);

    private Fold() {}

    /** Empty when nothing is to be known of the call. */
    public static Optional<LedgerEntry> merge(Optional<LedgerEntry> known, CallEvent event) {
        return event.forgottenAt().isPresent()
                ? known.filter(entry -> !isSameLife(entry.call(), event.call()))
                : Optional.of(kept(told(known, event)));
    }

    /**
     * What is to be counted with this event, less what {@code known} counted for: also attempts that are not kept, and a call that is forgotten
     * with it. Empty when nothing is known of the call.
     */
    public static Optional<LedgerEntry> counted(Optional<LedgerEntry> known, CallEvent event) {
        return event.forgottenAt().isPresent()
                ? known.map(entry -> isSameLife(entry.call(), event.call()) ? told(known, event) : entry)
                : Optional.of(told(known, event));
    }

    /** Of an id that was free again the next call has another time of creation. */
    private static boolean isSameLife(Call one, Call other) {
        return one.order().createdAt().equals(other.order().createdAt());
    }

    /** What all events of the call come to with this one, be it the last. */
    private static LedgerEntry told(Optional<LedgerEntry> known, CallEvent event) {
        Call call = Stream.concat(known.map(LedgerEntry::call).stream(), Stream.of(event.call())).max(NEWEST)
                .orElseThrow();
        LedgerEntry told = new LedgerEntry(SCHEMA_VERSION, call, known.flatMap(LedgerEntry::request).or(event::request),
                attempts(known.map(LedgerEntry::attempts).orElse(List.of()), event));
        return Erased.is(call) ? erased(told, known, event) : told;
    }

    private static LedgerEntry erased(LedgerEntry told, Optional<LedgerEntry> known, CallEvent event) {
        String number = Stream.concat(known.map(LedgerEntry::call).stream(), Stream.of(event.call()))
                .filter(call -> !Erased.is(call)).map(call -> call.order().phoneNumber()).findFirst()
                .orElse(Erased.NUMBER);
        return new LedgerEntry(SCHEMA_VERSION, told.call(), told.request().map(CallRequest::erased),
                told.attempts().stream().map(attempt -> Erased.attempt(attempt, number)).toList());
    }

    /** An attempt before all that are kept was counted: it is not heard of again. */
    private static List<Attempt> attempts(List<Attempt> known, CallEvent event) {
        int first = known.size() < MOST_ATTEMPTS ? 0 : known.getFirst().number();
        Map<Integer, Attempt> byNumber = new TreeMap<>();
        Stream.of(known.stream(), event.call().attempt().stream(), event.olderAttempt().stream()).flatMap(each -> each)
                .filter(attempt -> attempt.number() >= first)
                .forEach(attempt -> byNumber.merge(attempt.number(), attempt, KnownAttempt::join));
        return List.copyOf(byNumber.values());
    }

    private static LedgerEntry kept(LedgerEntry told) {
        int tooMany = Math.max(0, told.attempts().size() - MOST_ATTEMPTS);
        return new LedgerEntry(SCHEMA_VERSION, told.call(), told.request(),
                told.attempts().stream().skip(tooMany).toList());
    }
}
