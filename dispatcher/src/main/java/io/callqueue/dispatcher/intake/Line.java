package io.callqueue.dispatcher.intake;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

import io.callqueue.call.Priority;

/** The fetched records of one partition: in their order, but for those that were postponed. */
final class Line {
    final Priority priority;
    final Progress progress = new Progress();
    private final Deque<Candidate> waiting = new ArrayDeque<>();
    private final Queue<Postponed> postponed = new PriorityQueue<>(
            Comparator.comparingLong(Postponed::untilNanos).thenComparing(p -> p.candidate().origin().offset()));

    private record Postponed(long untilNanos, Candidate candidate) {}

    Line(Priority priority) {
        this.priority = priority;
    }

    void add(Candidate candidate) {
        progress.opened(candidate.origin().offset());
        waiting.addLast(candidate);
    }

    /** A postponed record whose time has come, or the oldest of the others. */
    Optional<Candidate> head(long nowNanos) {
        Postponed first = postponed.peek();
        return first != null && first.untilNanos() - nowNanos <= 0
                ? Optional.of(first.candidate())
                : Optional.ofNullable(waiting.peekFirst());
    }

    /** Takes a record that {@link #head} gave out; false when it is not here any more. */
    boolean remove(Candidate candidate) {
        if (waiting.peekFirst() == candidate) {
            waiting.removeFirst();
            return true;
        }
        return postponed.removeIf(each -> each.candidate() == candidate);
    }

    void postpone(Candidate candidate, long untilNanos) {
        if (remove(candidate)) {
            postponed.add(new Postponed(untilNanos, candidate));
        }
    }

    /** How many records may be dialed now, as far as it is known here. */
    int ready(long nowNanos) {
        return waiting.size() + (int) postponed.stream().filter(each -> each.untilNanos() - nowNanos <= 0).count();
    }

    /** In how many nanoseconds the next postponed record's time comes. */
    Optional<Long> nextReady(long nowNanos) {
        return Optional.ofNullable(postponed.peek()).map(next -> next.untilNanos() - nowNanos);
    }

    int length() {
        return waiting.size() + postponed.size();
    }
}
