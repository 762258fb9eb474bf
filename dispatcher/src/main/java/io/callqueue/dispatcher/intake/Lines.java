package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** So long a record stands by at most, since its partition is committed only up to it; then it is parked, and comes back in its order. */
    static final Duration STANDS_BY = Duration.ofMinutes(2);
    /** Of each campaign the first one asks again: the cap may be another one, and the message that a slot was given back may be lost. */
    static final Duration ASKS_AGAIN = Duration.ofSeconds(1);
    /** Of a priority before the next one; a slot is asked for within this and the way to Redis. */
    private static final Duration HEAD_START = Duration.ofMillis(8);
    /** No question for a permit takes longer. */
    private static final Duration ASKING = Duration.ofSeconds(5);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<TopicPartition, Line> lines = new HashMap<>();
    private final Order order = new Order();
    private final StandBy standBy = new StandBy();
    private final LongSupplier nanoTime;
    private final Runnable onArrival;

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

    /** Lets others go before this record for a while. */
    public void postpone(Candidate candidate, Duration delay) {
        long now = nanoTime.getAsLong();
        with(partition(candidate), line -> {
            line.postpone(candidate, now + delay.toNanos());
            leftStandBy(candidate, now);
        });
    }

    /** It got in, or it did not take the slot that it was called up for: the next one tries. */
    private void leftStandBy(Candidate candidate, long nowNanos) {
        if (standBy.leave(candidate)) {
            boolean unused = callUp(candidate.campaign(), nowNanos);
        }
    }

    /** Whether it need not ask, since others of its campaign that is at its cap go before it. */
    public boolean isBehindOthers(Candidate candidate) {
        return under(() -> standBy.isBehindOthers(candidate));
    }

    /**
     * Lets it wait for a slot of its campaign, for a while; false when it may not.
     *
     * @param askedNanos since when a slot that was given back may be one that it was not told of: then it asks again
     */
    public boolean standBy(Candidate candidate, long askedNanos) {
        long now = nanoTime.getAsLong();
        return under(() -> {
            long left = STANDS_BY.toNanos() - standBy.nanosOf(candidate, now);
            if (left <= 0 || !standBy.mayJoin(candidate)) {
                return false;
            }
            Line line = lines.get(partition(candidate));
            if (!standBy.wasFreed(candidate.campaign(), askedNanos) && line != null && line.remove(candidate)) {
                boolean isFirst = standBy.join(candidate, now);
                line.putBack(candidate, now + (isFirst ? Math.min(left, ASKS_AGAIN.toNanos()) : left));
            }
            return true;
        });
    }

    /** A slot of this campaign was given back: the next {@link #peek} gives the first record that waits for it. */
    public void freed(String campaign) {
        long now = nanoTime.getAsLong();
        boolean called = under(() -> {
            standBy.freed(campaign, now, ASKING.toNanos());
            return callUp(campaign, now);
        });
        if (called) {
            onArrival.run();
        }
    }

    /** The more urgent sooner: each pod calls up one of its own for the same slot. */
    private boolean callUp(String campaign, long nowNanos) {
        for (Optional<Candidate> first = standBy.call(campaign); first.isPresent(); first = standBy.call(campaign)) {
            Candidate called = first.get();
            Line line = lines.get(partition(called));
            if (line != null && line.recall(called, nowNanos + called.priority().ordinal() * HEAD_START.toNanos())) {
                arrived.signalAll();
                return true;
            }
            standBy.leave(called);
        }
        return false;
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
            leftStandBy(candidate, nanoTime.getAsLong());
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
                    .ifPresent(line -> line.all().forEach(standBy::leave)));
            return true;
        });
    }

    /** The partitions that have read far enough ahead: this many records wait, or very many stand aside. */
    List<TopicPartition> longerThan(int length) {
        return under(() -> lines.entrySet().stream().filter(e -> e.getValue().isLongerThan(length))
                .map(Map.Entry::getKey).toList());
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

    private <T> T under(Supplier<T> work) {
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
