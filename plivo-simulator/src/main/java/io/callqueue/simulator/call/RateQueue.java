package io.callqueue.simulator.call;

import java.time.Duration;

/** Plivo's own calls-per-second limit: the excess waits its turn. */
final class RateQueue {
    private long nextTurn = Long.MIN_VALUE;

    /** How long a call accepted now waits; zero when there is no limit. */
    synchronized Duration turn(long now, double callsPerSecond) {
        if (callsPerSecond == 0) {
            return Duration.ZERO;
        }
        long turn = Math.max(now, nextTurn);
        nextTurn = turn + Math.round(1_000_000_000L / callsPerSecond);
        return Duration.ofNanos(turn - now);
    }
}
