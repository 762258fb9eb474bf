package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import io.callqueue.call.Priority;

/**
 * All fetched records of this pod that wait for their dial. The next one is of the highest priority; within it campaigns take turns, and
 * within a campaign the oldest goes first.
 */
public final class Lines {
    private static final Comparator<Map.Entry<TopicPartition, Line>> BY_PRIORITY = Comparator
            .comparing(entry -> entry.getValue().priority);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<TopicPartition, Line> lines = new HashMap<>();
    private final Turns turns = new Turns();
    private final Runnable onArrival;
    private Optional<Priority> preferred = Optional.empty();

    /** @param onArrival told of every arrival: it may be more urgent than the record that waits for its permit */
    public Lines(Runnable onArrival) {
        this.onArrival = onArrival;
    }

    /** The record that is next, without taking it; waits up to {@code most} for one. */
    public Optional<Candidate> peek(Duration most) throws InterruptedException {
        lock.lock();
        try {
            Optional<Candidate> next = next();
            if (next.isEmpty() && arrived.await(most.toNanos(), TimeUnit.NANOSECONDS)) {
                next = next();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Makes the next {@link #peek} give a record of this priority; false when there is none here. */
    public boolean prefer(Priority priority) {
        return under(() -> {
            boolean waits = nonEmpty().anyMatch(line -> line.priority == priority);
            preferred = waits ? Optional.of(priority) : Optional.empty();
            return waits;
        });
    }

    /** The priorities of all records that wait here, this one not counted. */
    public Set<Priority> waitingBesides(Candidate candidate) {
        return under(() -> {
            Map<Priority, Integer> lengths = new EnumMap<>(Priority.class);
            nonEmpty().forEach(line -> lengths.merge(line.priority, line.length(), Integer::sum));
            lengths.computeIfPresent(candidate.priority(), (priority, length) -> length > 1 ? length : null);
            return lengths.keySet();
        });
    }

    private Stream<Line> nonEmpty() {
        return lines.values().stream().filter(line -> line.length() > 0);
    }

    private Optional<Candidate> next() {
        Optional<Candidate> ofPreferred = preferred.flatMap(
                priority -> first(lines.entrySet().stream().filter(entry -> entry.getValue().priority == priority)));
        preferred = Optional.empty();
        return ofPreferred.or(() -> first(lines.entrySet().stream()));
    }

    private Optional<Candidate> first(Stream<Map.Entry<TopicPartition, Line>> among) {
        return among.filter(entry -> entry.getValue().length() > 0)
                .min(BY_PRIORITY.thenComparing(this::byTurn)).flatMap(entry -> entry.getValue().head());
    }

    private int byTurn(Map.Entry<TopicPartition, Line> one, Map.Entry<TopicPartition, Line> other) {
        Candidate a = one.getValue().head().orElseThrow();
        Candidate b = other.getValue().head().orElseThrow();
        int turn = Long.compare(turns.last(a.campaign()), turns.last(b.campaign()));
        return turn != 0 ? turn : Long.compare(a.origin().timestamp(), b.origin().timestamp());
    }

    /** Takes a record that {@link #peek} gave out of its line; false when its partition went to another pod meanwhile. */
    public boolean take(Candidate candidate) {
        return under(() -> {
            Line line = lines.get(partition(candidate));
            if (line == null || line.head().filter(head -> head == candidate).isEmpty()) {
                return false;
            }
            line.removeHead();
            turns.took(candidate.campaign());
            return true;
        });
    }

    /** The record needs nothing more: its offset may be committed. */
    public void done(Candidate candidate) {
        under(() -> {
            Line line = lines.get(partition(candidate));
            if (line != null) {
                line.progress.done(candidate.origin().offset());
            }
            return true;
        });
    }

    void add(List<Candidate> fetched) {
        under(() -> {
            for (Candidate candidate : fetched) {
                TopicPartition partition = partition(candidate);
                lines.computeIfAbsent(partition, p -> new Line(candidate.priority()))
                        .add(candidate);
            }
            arrived.signalAll();
            return true;
        });
        onArrival.run();
    }

    /** These partitions are another pod's from now on. */
    void drop(Iterable<TopicPartition> partitions) {
        under(() -> {
            partitions.forEach(lines::remove);
            return true;
        });
    }

    /** The partitions that hold at least this many records. */
    List<TopicPartition> longerThan(int length) {
        return under(() -> lines.entrySet().stream().filter(e -> e.getValue().length() >= length).map(Map.Entry::getKey)
                .toList());
    }

    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        return under(() -> {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            lines.forEach((partition, line) -> line.progress.toCommit()
                    .ifPresent(o -> offsets.put(partition, new OffsetAndMetadata(o))));
            return offsets;
        });
    }

    void notCommitted(Iterable<TopicPartition> partitions) {
        under(() -> {
            for (TopicPartition partition : partitions) {
                Optional.ofNullable(lines.get(partition)).ifPresent(line -> line.progress.notCommitted());
            }
            return true;
        });
    }

    private <T> T under(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static TopicPartition partition(Candidate candidate) {
        return new TopicPartition(candidate.origin().topic(), candidate.origin().partition());
    }

    /** How many records wait here, for logs. */
    int waiting() {
        return under(() -> new ArrayList<>(lines.values()).stream().mapToInt(Line::length).sum());
    }
}
