package io.callqueue.dispatcher.intake;

import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

import io.callqueue.topic.CallRecord;

/**
 * The next records of campaigns that are at their cap, each in its line: for each slot of a campaign that is given back the first of them is called
 * up. They are those that came back to be next, and first records that are more urgent than one of these: others are parked behind older ones.
 */
final class StandBy {
    /** In one pod; as many come back of one campaign that a pod has room for 200. */
    private static final int MOST = 5_000;
    private static final Comparator<Candidate> FIRST = Comparator.comparing(Candidate::priority)
            .thenComparing(candidate -> candidate.origin().timestamp())
            .thenComparing(candidate -> candidate.origin().partition())
            .thenComparing(candidate -> candidate.origin().offset());
    private final Map<String, NavigableSet<Candidate>> byCampaign = new HashMap<>();
    private final Map<Candidate, Long> since = new IdentityHashMap<>();
    /** When a slot of a campaign was given back last, as far as that may matter to one who asks just now. */
    private final Map<String, Long> freed = new HashMap<>();

    boolean mayJoin(Candidate candidate) {
        NavigableSet<Candidate> others = of(candidate.campaign());
        boolean goesBefore = !others.isEmpty() && candidate.priority().compareTo(others.last().priority()) < 0;
        return since.containsKey(candidate)
                || since.size() < MOST && (goesBefore || !CallRecord.isFirst(candidate.origin()));
    }

    /** @return whether it is the first of its campaign */
    boolean join(Candidate candidate, long nowNanos) {
        since.putIfAbsent(candidate, nowNanos);
        NavigableSet<Candidate> others = byCampaign.computeIfAbsent(candidate.campaign(), name -> new TreeSet<>(FIRST));
        others.add(candidate);
        return others.first() == candidate;
    }

    /** For how long it is one of them; 0 when it is none. */
    long nanosOf(Candidate candidate, long nowNanos) {
        return nowNanos - since.getOrDefault(candidate, nowNanos);
    }

    /** The first one of the campaign; the next is called up for the next slot, also while this one asks. */
    Optional<Candidate> call(String campaign) {
        Optional<Candidate> first = Optional.ofNullable(of(campaign).pollFirst());
        if (of(campaign).isEmpty()) {
            byCampaign.remove(campaign);
        }
        return first;
    }

    private NavigableSet<Candidate> of(String campaign) {
        return byCampaign.getOrDefault(campaign, new TreeSet<>(FIRST));
    }

    /** Whether it was one of them. */
    boolean leave(Candidate candidate) {
        if (since.remove(candidate) == null) {
            return false;
        }
        NavigableSet<Candidate> others = of(candidate.campaign());
        others.remove(candidate);
        if (others.isEmpty()) {
            byCampaign.remove(candidate.campaign());
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
