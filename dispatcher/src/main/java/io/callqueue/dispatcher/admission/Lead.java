package io.callqueue.dispatcher.admission;

import java.time.Duration;

/**
 * How far ahead the moment of a new permit lies at least: so long that most dials are there by then. Earlier ones would pass unused on a
 * machine that is slow just now, and each that does makes it slower. Judged as TCP judges its round trips (RFC 6298), by their mean and twice
 * the deviation from it, of this pod alone. Safe for use by several threads.
 */
final class Lead {
    private static final double OF_MEAN = 1.0 / 8;
    private static final double OF_DEVIATION = 1.0 / 4;
    private static final double DEVIATIONS = 2;
    private final Duration lateness;
    private final Duration most;
    private double mean;
    private double deviation;

    /**
     * @param lateness how much later than its moment a dial may leave
     * @param most which also bounds what a single dial is believed to have taken
     */
    Lead(Duration lateness, Duration most) {
        this.lateness = lateness;
        this.most = most;
    }

    /** A dial that was asked for so long ago could leave now. */
    synchronized void took(Duration sinceAsked) {
        double took = Math.min(sinceAsked.toNanos(), most.plus(lateness).toNanos());
        deviation += OF_DEVIATION * (Math.abs(took - mean) - deviation);
        mean += OF_MEAN * (took - mean);
    }

    synchronized Duration now() {
        long wanted = (long) (mean + DEVIATIONS * deviation) - lateness.toNanos();
        return Duration.ofNanos(Math.clamp(wanted, 0, most.toNanos()));
    }
}
