package io.callqueue.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a consumer commits again what it has done. A commit costs the broker as much as a fetch, whatever it covers; what was done since the
 * last one is read again after a crash, and found done. Used by one thread.
 */
public final class CommitPace {
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(250);
    private final LongSupplier nanoTime;
    private long nextNanos;

    public CommitPace() {
        this(System::nanoTime);
    }

    CommitPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
    }

    /** Whether it is time; then the next time is later. */
    public boolean isTime() {
        long now = nanoTime.getAsLong();
        if (now - nextNanos < 0) {
            return false;
        }
        nextNanos = now + AT_MOST_EVERY.toNanos();
        return true;
    }
}
