package io.callqueue.kafka;

import java.time.Duration;

/**
 * When a consumer commits again what it has done. A commit costs the broker as much as a fetch, whatever it covers; what was done since the
 * last one is read again after a crash, and found done. Used by one thread.
 */
public final class CommitPace {
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(250);
    private long nextNanos = System.nanoTime();

    /** Whether it is time; then the next time is later. */
    public boolean isTime() {
        long now = System.nanoTime();
        if (now - nextNanos < 0) {
            return false;
        }
        nextNanos = now + AT_MOST_EVERY.toNanos();
        return true;
    }
}
