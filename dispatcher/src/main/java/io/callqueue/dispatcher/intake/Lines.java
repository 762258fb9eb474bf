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
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import io.callqueue.call.Priority;

/**
 * All fetched records of this pod that wait for their dial. The next one is of the highest priority; within it campaigns take turns, and
 * within a campaign the oldest goes first.
 */
public final class Lines {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<TopicPartition, Line> lines = new HashMap<>();
    private final Turns turns = new Turns();
    private final LongSupplier nanoTime;
    private final Runnable onArrival;
    private Optional<Priority> preferred = Optional.empty();

    /** @param onArrival told of every arrival: it may be more urgent than the record that waits for its permit */
    public Lines(LongSupplier nanoTime, Runnable onArrival) {
        this.nanoTime = nanoTime;
        this.onArrival = onArrival;
    }

    /** The record that is next, without taking it; waits up to {@code most} for one. */
    public Optional<Candidate> peek(Duration most) throws InterruptedException {
        lock.lock();
        try {
            Optional<Candidate> next = next();
            if (next.isEmpty()) {
                arrived.await(Math.min(most.toNanos(), untilReady()), TimeUnit.NANOSECONDS);
                next = next();
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private long untilReady() {
        long now = nanoTime.getAsLong();
        return lines.values().stream().flatMap(line -> line.nextReady(now).stream()).min(Long::compare)
                .orElse(Long.MAX_VALUE);
    }

    /** Lets others go before this record for a while. */
    public void postpone(Candidate candidate, Duration delay) {
        under(() -> {
            Optional.ofNullable(lines.get(partition(candidate)))
                    .ifPresent(line -> line.postpone(candidate, nanoTime.getAsLong() + delay.toNanos()));
            return true;
        });
    }

    /** Makes the next {@link #peek} give a record of this priority; false when there is none here. */
    public boolean prefer(Priority priority) {
        return under(() -> {
            boolean waits = ready().containsKey(priority);
            preferred = waits ? Optional.of(priority) : Optional.empty();
            return waits;
        });
    }

    /** The priorities of all records that wait here, this one not counted. */
    public Set<Priority> waitingBesides(Candidate candidate) {
        return under(() -> {
            Map<Priority, Integer> ready = ready();
            ready.computeIfPresent(candidate.priority(), (priority, count) -> count > 1 ? count : null);
            return ready.keySet();
        });
    }

    private Map<Priority, Integer> ready() {
        long now = nanoTime.getAsLong();
        Map<Priority, Integer> ready = new EnumMap<>(Priority.class);
        lines.values().stream().filter(line -> line.ready(now) > 0)
                .forEach(line -> ready.merge(line.priority, line.ready(now), Integer::sum));
        return ready;
    }

    private Optional<Candidate> next() {
        List<Candidate> heads = heads();
        Optional<Candidate> ofPreferred = preferred.flatMap(
                priority -> heads.stream().filter(head -> head.priority() == priority).min(byTurn()));
        preferred = Optional.empty();
        return ofPreferred
                .or(() -> heads.stream().min(Comparator.comparing(Candidate::priority).thenComparing(byTurn())));
    }

    private List<Candidate> heads() {
        long now = nanoTime.getAsLong();
        return lines.values().stream().flatMap(line -> line.head(now).stream()).toList();
    }

    private Comparator<Candidate> byTurn() {
        return Comparator.comparingLong((Candidate head) -> turns.last(head.campaign()))
                .thenComparingLong(head -> head.origin().timestamp());
    }

    /** Takes a record that {@link #peek} gave out of its line; false when its partition went to another pod meanwhile. */
    public boolean take(Candidate candidate) {
        return under(() -> {
            Line line = lines.get(partition(candidate));
            if (line == null || !line.remove(candidate)) {
                return false;
            }
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
