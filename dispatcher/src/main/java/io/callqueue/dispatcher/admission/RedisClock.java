package io.callqueue.dispatcher.admission;

import java.time.Duration;

/**
 * What the clock of Redis shows at a moment of this machine's monotonic clock, within bounds. A single answer tells it only as exactly as it was
 * fast, which on a busy machine is not enough to dial on time; all of them together tell it as exactly as the fastest one lately. Safe for use by
 * several threads.
 */
final class RedisClock {
    /** How far the two clocks may part: each is set right by at most half of it. */
    private static final double DRIFT = 0.001;
    /** Redis' time less ours lies between these two, as of {@link #asOf}. */
    private long least;
    private long most;
    private long asOf;
    private boolean known;

    /** @param askedNanos when Redis was asked for its time, @param answeredNanos when it had answered, both on our clock */
    synchronized void saw(long redisMicros, long askedNanos, long answeredNanos) {
        long redisNanos = redisMicros * 1_000;
        long nowLeast = redisNanos - answeredNanos;
        long nowMost = redisNanos - askedNanos;
        long drifted = (long) (Math.abs(answeredNanos - asOf) * DRIFT);
        least = known ? Math.max(least - drifted, nowLeast) : nowLeast;
        most = known ? Math.min(most + drifted, nowMost) : nowMost;
        if (least > most) { // one of the clocks was set, or this is another Redis
            least = nowLeast;
            most = nowMost;
        }
        known = true;
        asOf = answeredNanos;
    }

    /**
     * A moment of Redis' clock, which it showed just now, on ours.
     *
     * @param lateness how much later than its moment a dial may leave
     */
    synchronized SendMoment at(long redisMicros, Duration lateness) {
        long redisNanos = redisMicros * 1_000;
        return new SendMoment(redisMicros, redisNanos - least, redisNanos - most + lateness.toNanos());
    }
}
