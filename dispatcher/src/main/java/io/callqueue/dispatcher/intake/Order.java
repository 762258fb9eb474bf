package io.callqueue.dispatcher.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.callqueue.call.Priority;

/**
 * Which of the first records of all lines is next: one of the highest priority, or once of the priority whose turn it is; within it campaigns
 * take turns, and within a campaign the oldest goes first.
 */
final class Order {
    private final Turns turns = new Turns();
    private final Comparator<Candidate> byTurn = Comparator
            .comparingLong((Candidate head) -> turns.last(head.campaign()))
            .thenComparingLong(head -> head.origin().timestamp());
    private Optional<Priority> preferred = Optional.empty();

    /** The next one shall be of this priority, if there is one. */
    void prefer(Priority priority) {
        preferred = Optional.of(priority);
    }

    Optional<Candidate> next(List<Candidate> heads) {
        Optional<Candidate> ofPreferred = preferred
                .flatMap(priority -> heads.stream().filter(head -> head.priority() == priority).min(byTurn));
        preferred = Optional.empty();
        return ofPreferred
                .or(() -> heads.stream().min(Comparator.comparing(Candidate::priority).thenComparing(byTurn)));
    }

    void took(Candidate candidate) {
        turns.took(candidate.campaign());
    }
}
