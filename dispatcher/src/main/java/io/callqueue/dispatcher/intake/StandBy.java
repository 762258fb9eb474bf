package io.callqueue.dispatcher.intake;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Some records whose campaign is at its cap, each in its line: for each slot of the campaign that is given back the first of them is called up. */
final class StandBy {
    /** Of a campaign: as many of its calls as may end in this pod's sight before parked ones come back. */
    static final int MOST_OF_CAMPAIGN = 50;
    private static final int MOST = 1_000;
    private static final Comparator<Candidate> FIRST = Comparator.comparing(Candidate::priority)
            .thenComparing(candidate -> candidate.origin().timestamp())
            .thenComparing(candidate -> candidate.origin().partition())
            .thenComparing(candidate -> candidate.origin().offset());
    private final Map<String, NavigableSet<Candidate>> byCampaign = new HashMap<>();
    /** When a slot of a campaign was given back last, as far as that may matter to one who asks just now. */
    private final Map<String, Long> freed = new HashMap<>();
    private int count;

    /** Whether it is one of them, now or already: the most urgent ones are, of these the oldest. */
    boolean add(Candidate candidate) {
        NavigableSet<Candidate> known = byCampaign.computeIfAbsent(candidate.campaign(),
                campaign -> new TreeSet<>(FIRST));
        if (known.contains(candidate)) {
            return true;
        }
        if (count < MOST) {
            known.add(candidate);
            count++;
            if (known.size() <= MOST_OF_CAMPAIGN) {
                return true;
            }
        } else if (known.isEmpty() || FIRST.compare(candidate, known.last()) > 0) {
            forgetEmpty(candidate.campaign(), known);
            return false;
        } else {
            known.add(candidate);
            count++;
        }
        Candidate last = known.pollLast();
        count--;
        return last != candidate;
    }

    /** Takes out the first one of the campaign. */
    Optional<Candidate> first(String campaign) {
        NavigableSet<Candidate> known = byCampaign.get(campaign);
        if (known == null) {
            return Optional.empty();
        }
        Optional<Candidate> first = Optional.ofNullable(known.pollFirst());
        count -= first.isPresent() ? 1 : 0;
        forgetEmpty(campaign, known);
        return first;
    }

    private void forgetEmpty(String campaign, NavigableSet<Candidate> known) {
        if (known.isEmpty()) {
            byCampaign.remove(campaign);
        }
    }

    void remove(Candidate candidate) {
        NavigableSet<Candidate> known = byCampaign.get(candidate.campaign());
        if (known != null && known.remove(candidate)) {
            count--;
            forgetEmpty(candidate.campaign(), known);
        }
    }

    /** A slot of the campaign was given back, and nobody was called up for it. */
    void missed(String campaign, long nowNanos, long mattersForNanos) {
        freed.values().removeIf(at -> nowNanos - at > mattersForNanos);
        freed.put(campaign, nowNanos);
    }

    /** Whether a slot of the campaign was given back since then. */
    boolean wasFreed(String campaign, long sinceNanos) {
        Long at = freed.get(campaign);
        return at != null && at - sinceNanos >= 0;
    }
}
