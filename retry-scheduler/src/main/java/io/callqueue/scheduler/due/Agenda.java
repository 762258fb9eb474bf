package io.callqueue.scheduler.due;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.callqueue.store.Due;

/**
 * When each shard is looked at next: when its next timer fires, at once when an earlier one was set meanwhile, and no later than a tick, since
 * not every message comes. For one thread, but for {@link #wake}.
 */
final class Agenda {
    /** After something failed. */
    static final Duration BACK_OFF = Duration.ofMillis(200);
    private final Duration tick;
    private final int batch;
    private final Map<Integer, Instant> next = new HashMap<>();
    private final Set<Integer> woken = ConcurrentHashMap.newKeySet();

    Agenda(Duration tick, int batch) {
        this.tick = tick;
        this.batch = batch;
    }

    /** A timer was set in this shard that may fire before the next look. */
    void wake(int shard) {
        woken.add(shard);
    }

    /** The shards to look at now. */
    List<Integer> due(List<Integer> owned, Instant now) {
        next.keySet().retainAll(owned);
        next.keySet().removeAll(taken(woken));
        return owned.stream().filter(shard -> until(shard, now).isZero()).toList();
    }

    /** What is added meanwhile stays. */
    private static Set<Integer> taken(Set<Integer> shards) {
        Set<Integer> taken = Set.copyOf(shards);
        shards.removeAll(taken);
        return taken;
    }

    /** What was found in a shard, at this moment. Where a whole batch fired there may be more. */
    void found(int shard, Due due, Instant at) {
        Duration until = due.fired().size() >= batch
                ? Duration.ZERO
                : due.untilNext().filter(timer -> timer.compareTo(tick) < 0).orElse(tick);
        next.put(shard, at.plus(until));
    }

    /** Until the next shard is to be looked at. */
    Duration pause(List<Integer> owned, Instant now) {
        return owned.stream().map(shard -> until(shard, now)).min(Duration::compareTo).orElse(tick);
    }

    /** A clock that was set back makes nobody wait longer than a tick. */
    private Duration until(int shard, Instant now) {
        Duration left = Duration.between(now, next.getOrDefault(shard, now));
        return left.isNegative() || left.compareTo(tick) > 0 ? Duration.ZERO : left;
    }
}
