package io.callqueue.simulator.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.callqueue.simulator.outcome.NumberPattern;

/** The records of ended calls, findable by uuid and by callee number. */
public final class CallRecords {
    private final Map<String, CallRecord> byUuid = new HashMap<>();
    private final Map<String, List<CallRecord>> byNumber = new HashMap<>();
    private final List<CallRecord> all = new ArrayList<>();

    synchronized void add(CallRecord ended) {
        byUuid.put(ended.callUuid(), ended);
        byNumber.computeIfAbsent(NumberPattern.digits(ended.to()), _ -> new ArrayList<>(1)).add(ended);
        all.add(ended);
    }

    /** @param writtenBy clock nanoseconds: younger records do not exist yet */
    public synchronized Optional<CallRecord> find(String callUuid, long writtenBy) {
        return Optional.ofNullable(byUuid.get(callUuid)).filter(each -> each.times().ended() <= writtenBy);
    }

    /** Newest first. */
    public synchronized List<CallRecord> search(Optional<String> toNumber, Predicate<CallRecord> fits, long writtenBy) {
        List<CallRecord> candidates = toNumber
                .map(number -> byNumber.getOrDefault(NumberPattern.digits(number), List.of()))
                .orElse(all);
        return candidates.reversed().stream().filter(each -> each.times().ended() <= writtenBy).filter(fits).toList();
    }

    /** {@code CallStatus} of the hangup webhook, {@code call_state}'s end in the record. */
    static String status(CallRecord ended) {
        return ended.times().wasAnswered() ? "completed" : ended.cause().status();
    }
}
