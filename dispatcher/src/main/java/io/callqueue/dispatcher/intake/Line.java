package io.callqueue.dispatcher.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import io.callqueue.call.Priority;

/** The fetched records of one partition, in their order. */
final class Line {
    final Priority priority;
    final Progress progress = new Progress();
    private final Deque<Candidate> waiting = new ArrayDeque<>();

    Line(Priority priority) {
        this.priority = priority;
    }

    void add(Candidate candidate) {
        progress.opened(candidate.origin().offset());
        waiting.addLast(candidate);
    }

    Optional<Candidate> head() {
        return Optional.ofNullable(waiting.peekFirst());
    }

    void removeHead() {
        waiting.removeFirst();
    }

    int length() {
        return waiting.size();
    }
}
