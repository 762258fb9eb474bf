package io.callqueue.dispatcher.admission;

/**
 * When a dial may leave, on this machine's monotonic clock.
 *
 * @param redisMicros the moment on Redis' clock, which names it
 * @param earliestNanos from when on Redis' clock shows the moment for sure
 * @param latestNanos until when it is good; later the dial needs a new moment
 */
public record SendMoment(long redisMicros, long earliestNanos, long latestNanos) {
    /** Whether it is too late by then; also when it was never good, because nobody knows Redis' clock well enough. */
    public boolean isMissed(long nowNanos) {
        return nowNanos - latestNanos > 0 || earliestNanos - latestNanos > 0;
    }
}
