package io.callqueue.simulator.witness;

import java.util.function.LongSupplier;

/** How many calls are live, the most that ever were, and for how long in all: a call is live from its accept to its hangup. */
final class LiveCalls {
    private static final double SECOND = 1e9;
    private final LongSupplier nanos;
    private int live;
    private int most;
    private long changedAt;
    private double seconds;

    /** @param nanos a clock that never goes back */
    LiveCalls(LongSupplier nanos) {
        this.nanos = nanos;
        this.changedAt = nanos.getAsLong();
    }

    synchronized void accepted() {
        count();
        live++;
        most = Math.max(most, live);
    }

    synchronized void ended() {
        count();
        live--;
    }

    private void count() {
        long now = nanos.getAsLong();
        seconds += live * (now - changedAt) / SECOND;
        changedAt = now;
    }

    synchronized int live() {
        return live;
    }

    synchronized int most() {
        return most;
    }

    /** Of all calls together. */
    synchronized double seconds() {
        count();
        return seconds;
    }

    /** Running calls stay live. */
    synchronized void reset() {
        count();
        most = live;
        seconds = 0;
    }
}
