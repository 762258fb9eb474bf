package io.callqueue.simulator.witness;

import java.util.Locale;

/** What became of a webhook. */
public enum Fate {
    /** Answered 2xx, at the first try or a later one. */
    SENT,
    /** Given up after the last try. */
    FAILED,
    /** Never tried: the host is not loopback. */
    REFUSED,
    /** Never tried: the simulator was told to lose it. */
    LOST;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
