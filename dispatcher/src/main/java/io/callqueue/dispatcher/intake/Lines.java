package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import io.callqueue.call.Priority;

/** All fetched records of this pod that wait for their dial, a line for each partition. */
public final class Lines {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<TopicPartition, Line> lines = new HashMap<>();
    private final Order order = new Order();
    private final LongSupplier nanoTime;
    private final Runnable onArrival;
    private final List<Consumer<Candidate>> onLeave = new CopyOnWriteArrayList<>();
    private final List<Consumer<Candidate>> onDrop = new CopyOnWriteArrayList<>();

    /** @param onArrival told of every arrival: it may be more urgent than the record that waits for its permit */
    public Lines(LongSupplier nanoTime, Runnable onArrival) {
        this.nanoTime = nanoTime;
        this.onArrival = onArrival;
    }

    /** The records that are next, at most so many, without taking them; waits up to {@code patience} for one. */
    public List<Candidate> peek(Duration patience, int most) throws InterruptedException {
        lock.lock();
        try {
            List<Candidate> next = next(most);
            if (next.isEmpty()) {
                arrived.await(Math.min(patience.toNanos(), untilReady()), TimeUnit.NANOSECONDS);
                next = next(most);
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

    /** Lets others go before this record for a while; false when it is not here any more. */
    public boolean postpone(Candidate candidate, Duration delay) {
        return under(() -> {
            boolean isHere = putAside(candidate, nanoTime.getAsLong() + delay.toNanos());
            if (isHere) {
                onLeave.forEach(each -> each.accept(candidate));
            }
            return isHere;
        });
    }

    /** Lets others go before this record until then; false when it is not here any more. */
    boolean putAside(Candidate candidate, long untilNanos) {
        return under(() -> {
            Line line = lines.get(partition(candidate));
            return line != null && line.putAside(candidate, untilNanos);
        });
    }

    /** Brings its time forward, or sets it off; false when it does not stand aside here. */
    boolean recall(Candidate candidate, long untilNanos) {
        return under(() -> {
            Line line = lines.get(partition(candidate));
            boolean isHere = line != null && line.recall(candidate, untilNanos);
            if (isHere) {
                arrived.signalAll();
            }
            return isHere;
        });
    }

    /**
     * Whoever keeps account of records is told of them under the lock.
     *
     * @param left of each that was taken, or does not stand where it stood, @param dropped of each that is another pod's
     */
    void tell(Consumer<Candidate> left, Consumer<Candidate> dropped) {
        onLeave.add(left);
        onDrop.add(dropped);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Makes the next {@link #peek} give a record of this priority; false when there is none here. */
    public boolean prefer(Priority priority) {
        return under(() -> {
            order.prefer(priority);
            return ready().containsKey(priority);
        });
    }

    /** For each of these records, the priorities of all that wait here but for itself and those before it. */
    public List<Set<Priority>> waitingBesides(List<Candidate> candidates) {
        return under(() -> {
            Map<Priority, Integer> ready = ready();
            return candidates.stream().map(candidate -> {
                ready.computeIfPresent(candidate.priority(), (priority, count) -> count > 1 ? count - 1 : null);
                return Set.copyOf(ready.keySet());
            }).toList();
        });
    }

    private Map<Priority, Integer> ready() {
        long now = nanoTime.getAsLong();
        Map<Priority, Integer> ready = new EnumMap<>(Priority.class);
        for (Line line : lines.values()) {
            int count = line.readyCount(now);
            if (count > 0) {
                ready.merge(line.priority, count, Integer::sum);
            }
        }
        return ready;
    }

    /** The campaigns whose records wait here. */
    public Set<String> campaigns() {
        return under(() -> lines.values().stream().flatMap(Line::all).map(Candidate::campaign)
                .filter(campaign -> !campaign.isEmpty()).collect(Collectors.toSet()));
    }

    /** Some records of these campaigns, wherever they stand, without taking them. */
    public List<Candidate> of(Set<String> campaigns, int most) {
        return under(() -> lines.values().stream().flatMap(Line::all)
                .filter(candidate -> campaigns.contains(candidate.campaign())).limit(most).toList());
    }

    private List<Candidate> next(int most) {
        long now = nanoTime.getAsLong();
        return order.next(lines.values().stream().map(line -> line.ready(now)).toList(), most);
    }

    /** Takes a record that {@link #peek} gave out of its line; false when its partition went to another pod meanwhile. */
    public boolean take(Candidate candidate) {
        return under(() -> {
            Line line = lines.get(partition(candidate));
            if (line == null || !line.remove(candidate)) {
                return false;
            }
            order.took(candidate);
            onLeave.forEach(each -> each.accept(candidate));
            return true;
        });
    }

    /** Everything before this offset was read. */
    void reached(TopicPartition partition, long offset) {
        with(partition, line -> line.progress.reached(offset));
    }

    /** A record that was taken is to be looked at again after a while. */
    public void putBack(Candidate candidate, Duration delay) {
        long until = nanoTime.getAsLong() + delay.toNanos();
        with(partition(candidate), line -> line.putBack(candidate, until));
    }

    /** The record needs nothing more: its offset may be committed. */
    public void done(Candidate candidate) {
        with(partition(candidate), line -> line.progress.done(candidate.origin().offset()));
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
            partitions.forEach(partition -> Optional.ofNullable(lines.remove(partition))
                    .ifPresent(line -> line.all().forEach(each -> onDrop.forEach(told -> told.accept(each)))));
            return true;
        });
    }

    /**
     * The partitions that have read far enough ahead: so many records wait, or very many stand aside; or those that wait have more bytes than
     * its share, or those that stand aside have, where all such records here have more than all of it.
     */
    List<TopicPartition> full(int mostWaiting, long mostBytes, int partitions) {
        long share = mostBytes / Math.max(1, partitions);
        return under(() -> {
            boolean tooMuchAside = lines.values().stream().mapToLong(Line::asideBytes).sum() > mostBytes;
            return lines.entrySet().stream().filter(e -> e.getValue().isFull(mostWaiting, share)
                    || tooMuchAside && e.getValue().asideBytes() > share).map(Map.Entry::getKey).toList();
        });
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
        partitions.forEach(partition -> with(partition, line -> line.progress.notCommitted()));
    }

    /** Does this with the line of the partition, if it is still this pod's. */
    private void with(TopicPartition partition, Consumer<Line> work) {
        under(() -> {
            Optional.ofNullable(lines.get(partition)).ifPresent(work);
            return true;
        });
    }

    <T> T under(Supplier<T> work) {
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
