package io.callqueue.dispatcher.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Priority;

/**
 * Which records of all lines are next: those of the highest priority, or first one of the priority whose turn it is; within it campaigns take
 * turns, and within a campaign the oldest goes first.
 */
final class Order {
    private final Turns turns = new Turns();
    private Optional<Priority> preferred = Optional.empty();

    /** The next one shall be of this priority, if there is one. */
    void prefer(Priority priority) {
        preferred = Optional.of(priority);
    }

    /** The next ones, at most so many, without taking them. */
    List<Candidate> next(List<Iterator<Candidate>> lines, int most) {
        Selection selection = new Selection();
        lines.forEach(selection::add);
        List<Candidate> next = new ArrayList<>();
        Optional<Candidate> first = preferred.flatMap(selection::take);
        preferred = Optional.empty();
        first.ifPresent(next::add);
        while (next.size() < most && !selection.heads.isEmpty()) {
            selection.take().ifPresent(next::add);
        }
        return next;
    }

    void took(Candidate candidate) {
        turns.took(candidate.campaign());
    }

    /** The heads of all lines while records are taken from them, and whom these served. */
    private final class Selection {
        private final List<Head> heads = new ArrayList<>();
        private final Map<String, Integer> served = new HashMap<>();
        private int count;
        private final Comparator<Head> byTurn = Comparator
                .comparingInt((Head head) -> served.getOrDefault(head.candidate().campaign(), 0))
                .thenComparingLong(head -> turns.last(head.candidate().campaign()))
                .thenComparingLong(head -> head.candidate().origin().timestamp());
        private final Comparator<Head> byPriority = Comparator
                .comparing((Head head) -> head.candidate().priority()).thenComparing(byTurn);

        private record Head(Candidate candidate, Iterator<Candidate> behind) {}

        void add(Iterator<Candidate> line) {
            if (line.hasNext()) {
                heads.add(new Head(line.next(), line));
            }
        }

        Optional<Candidate> take(Priority priority) {
            return heads.stream().filter(head -> head.candidate().priority() == priority).min(byTurn).map(this::take);
        }

        Optional<Candidate> take() {
            return heads.stream().min(byPriority).map(this::take);
        }

        private Candidate take(Head head) {
            heads.remove(head);
            add(head.behind());
            served.put(head.candidate().campaign(), ++count);
            return head.candidate();
        }
    }
}
