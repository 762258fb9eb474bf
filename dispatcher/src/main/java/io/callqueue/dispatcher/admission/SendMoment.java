package io.callqueue.dispatcher.admission;

import java.time.Duration;

/**
 * When a dial may leave, on this machine's monotonic clock.
 *
 * @param redisMicros the moment on Redis' clock, which names it
 * @param earliestNanos the moment, counted from when the answer came: it can not lie earlier on Redis' clock
 * @param latestNanos until when it is good, counted from when it was asked for; later the dial needs a new moment
 */
public record SendMoment(long redisMicros, long earliestNanos, long latestNanos) {

    /**
     * @param askedNanos when it was asked for, @param answeredNanos when the answer came, both monotonic
     * @param lateness how much later than its moment a dial may leave
     */
    static SendMoment of(long redisMicros, long askedNanos, long answeredNanos, long waitMicros, Duration lateness) {
        long wait = waitMicros * 1_000;
        return new SendMoment(redisMicros, answeredNanos + wait, askedNanos + wait + lateness.toNanos());
    }

    public boolean isMissed(long nowNanos) {
        return nowNanos - latestNanos > 0;
    }
}
