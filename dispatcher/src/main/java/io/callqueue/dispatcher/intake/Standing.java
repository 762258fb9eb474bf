package io.callqueue.dispatcher.intake;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

import io.callqueue.call.Priority;
import io.callqueue.topic.CallRecord;

/** Who stands by for its campaign, in which order, and who of them was called up; the caller has a lock. */
final class Standing {
    /** In one pod: what stands aside keeps nobody from reading on only up to a bound. */
    private static final int MOST = 5_000;
    static final int MOST_OF_CAMPAIGN = 50;
    private final Map<String, Members> campaigns = new HashMap<>();
    /** When a slot of a campaign was given back last, as far as that may matter to one who asks just now. */
    private final Map<String, Long> freed = new HashMap<>();
    private int count;

    /** Those of one campaign. */
    private static final class Members {
        /** Those that are not called up. */
        private final NavigableSet<Candidate> waiting = new TreeSet<>(Candidate.FIRST);
        private final Map<Candidate, Long> since = new IdentityHashMap<>();

        /** Whether one of them is less urgent. */
        boolean hasBehind(Priority priority) {
            return since.keySet().stream().anyMatch(member -> member.priority().compareTo(priority) > 0);
        }
    }

    boolean mayJoin(Candidate candidate) {
        Members members = campaigns.getOrDefault(candidate.campaign(), new Members());
        if (members.since.containsKey(candidate)) {
            return true;
        }
        boolean isRoom = count < MOST && members.since.size() < MOST_OF_CAMPAIGN;
        boolean goesBefore = count < 2 * MOST && members.since.size() < 2 * MOST_OF_CAMPAIGN
                && members.hasBehind(candidate.priority());
        return goesBefore || isRoom && !CallRecord.isFirst(candidate.origin());
    }

    /** Whether a slot of its campaign would not be its turn: others that are as urgent came before. */
    boolean isBehindOthers(Candidate candidate) {
        Members members = campaigns.get(candidate.campaign());
        return members != null && CallRecord.isFirst(candidate.origin()) && !members.since.containsKey(candidate)
                && members.since.keySet().stream()
                        .anyMatch(member -> member.priority().compareTo(candidate.priority()) <= 0);
    }

    /** @return whether it is the first of its campaign */
    boolean join(Candidate candidate, long nowNanos) {
        Members members = campaigns.computeIfAbsent(candidate.campaign(), name -> new Members());
        if (members.since.putIfAbsent(candidate, nowNanos) == null) {
            count++;
        }
        members.waiting.add(candidate);
        return members.waiting.first() == candidate;
    }

    /** For how long it is one of them; 0 when it is none. */
    long nanosOf(Candidate candidate, long nowNanos) {
        Members members = campaigns.get(candidate.campaign());
        return members == null ? 0 : nowNanos - members.since.getOrDefault(candidate, nowNanos);
    }

    /** The first one of the campaign; the next is called up for the next slot, also while this one asks. */
    Optional<Candidate> call(String campaign) {
        return Optional.ofNullable(campaigns.get(campaign)).map(members -> members.waiting.pollFirst());
    }

    /** Whether it was one of them. */
    boolean leave(Candidate candidate) {
        Members members = campaigns.get(candidate.campaign());
        if (members == null || members.since.remove(candidate) == null) {
            return false;
        }
        count--;
        members.waiting.remove(candidate);
        if (members.since.isEmpty()) {
            campaigns.remove(candidate.campaign());
        }
        return true;
    }

    /** A slot of the campaign was given back. */
    void freed(String campaign, long nowNanos, long mattersForNanos) {
        freed.values().removeIf(at -> nowNanos - at > mattersForNanos);
        freed.put(campaign, nowNanos);
    }

    /** Whether a slot of the campaign was given back since then. */
    boolean wasFreed(String campaign, long sinceNanos) {
        Long at = freed.get(campaign);
        return at != null && at - sinceNanos >= 0;
    }
}
