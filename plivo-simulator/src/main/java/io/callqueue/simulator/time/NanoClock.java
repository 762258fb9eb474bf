package io.callqueue.simulator.time;

import java.time.Instant;

/** Nanoseconds since 1970 that never go back, so that one number serves as a wall time and as a distance. */
@FunctionalInterface
public interface NanoClock {
    long nanos();

    default Instant instant() {
        return instantOf(nanos());
    }

    static Instant instantOf(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    /** The machine's wall clock read once; from there on its monotonic one. */
    static NanoClock system() {
        Instant wall = Instant.now();
        long offset = wall.getEpochSecond() * 1_000_000_000L + wall.getNano() - System.nanoTime();
        return () -> System.nanoTime() + offset;
    }
}
