package io.callqueue.dispatcher.intake;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.callqueue.call.Priority;

/**
 * Records that wait for the same thing: the more urgent first; of one priority campaigns take turns, and of a campaign the oldest goes first.
 * Not safe for use by several threads.
 */
final class FairQueue {
    private final Map<Priority, Map<String, NavigableSet<Candidate>>> waiting = new EnumMap<>(Priority.class);
    private final Turns turns = new Turns();
    private final Comparator<NavigableSet<Candidate>> byTurn = Comparator
            .comparingLong((NavigableSet<Candidate> campaign) -> turns.last(campaign.first().campaign()))
            .thenComparing(NavigableSet::first, Candidate.FIRST);

    void add(Candidate candidate) {
        waiting.computeIfAbsent(candidate.priority(), priority -> new HashMap<>())
                .computeIfAbsent(candidate.campaign(), campaign -> new TreeSet<>(Candidate.FIRST)).add(candidate);
    }

    void remove(Candidate candidate) {
        waiting.computeIfPresent(candidate.priority(), (priority, campaigns) -> {
            campaigns.computeIfPresent(candidate.campaign(), (campaign, members) -> {
                members.remove(candidate);
                return members.isEmpty() ? null : members;
            });
            return campaigns.isEmpty() ? null : campaigns;
        });
    }

    /** It had its turn: next time those of other campaigns go before its own. */
    void took(Candidate candidate) {
        turns.took(candidate.campaign());
    }

    Optional<Candidate> first() {
        return waiting.values().stream().findFirst()
                .flatMap(campaigns -> campaigns.values().stream().min(byTurn)).map(NavigableSet::first);
    }

    /** Those that surely go before it: all that are more urgent, and the older ones of its campaign. */
    Stream<Candidate> before(Candidate candidate) {
        Stream<NavigableSet<Candidate>> moreUrgent = waiting.entrySet().stream()
                .filter(each -> each.getKey().compareTo(candidate.priority()) < 0)
                .flatMap(each -> each.getValue().values().stream());
        NavigableSet<Candidate> own = waiting.getOrDefault(candidate.priority(), Map.of())
                .getOrDefault(candidate.campaign(), new TreeSet<>(Candidate.FIRST));
        return Stream.concat(moreUrgent, Stream.of(own.headSet(candidate, false))).flatMap(NavigableSet::stream);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
