package io.callqueue.simulator.call;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.callqueue.simulator.outcome.NumberPattern;

/**
 * A random source for each dial, made of the seed, the number and how often it was dialed:
 * so a seed gives each number the same fates, in whatever order threads dial them.
 */
public final class Chances {
    private record History(AtomicInteger asked, AtomicInteger placed) {}

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final Map<String, History> histories = new ConcurrentHashMap<>();

    public Chances(long seed) {
        this.seed = seed;
    }

    public SplittableRandom nextDial(String number) {
        long asked = history(number).asked.getAndIncrement();
        return new SplittableRandom((seed * 31 + NumberPattern.digits(number).hashCode()) * GOLDEN + asked);
    }

    /** How many calls were placed to the number before this one. */
    int nextPlaced(String number) {
        return history(number).placed.getAndIncrement();
    }

    private History history(String number) {
        return histories.computeIfAbsent(NumberPattern.digits(number),
                _ -> new History(new AtomicInteger(), new AtomicInteger()));
    }
}
