package io.callqueue.simulator.behavior;

import java.time.Duration;

/**
 * How far behind the truth the look-ups are, in milliseconds.
 *
 * @param listMs the live and queued lists show what was true this long ago
 * @param recordMs a call record exists this long after the call's end
 */
public record Lags(long listMs, long recordMs) {
    public static final Lags NONE = new Lags(0, 0);

    public Lags {
        if (listMs < 0 || recordMs < 0) {
            throw new IllegalArgumentException("A lag must not be negative");
        }
    }

    public Lags withList(Duration lag) {
        return new Lags(lag.toMillis(), recordMs);
    }

    public Lags withRecord(Duration lag) {
        return new Lags(listMs, lag.toMillis());
    }
}
