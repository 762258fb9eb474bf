package io.callqueue.simulator.behavior;

/**
 * The account's limits.
 *
 * @param callsPerSecond dials beyond it are accepted and queued, as Plivo does; 0 is no limit
 * @param requestLimit whether the 301st API request within 5 s is answered 429
 */
public record Limits(double callsPerSecond, boolean requestLimit) {
    public static final Limits NONE = new Limits(0, false);

    public Limits {
        if (!(callsPerSecond >= 0) || Double.isInfinite(callsPerSecond)) {
            throw new IllegalArgumentException("calls_per_second must be 0 or more, not " + callsPerSecond);
        }
    }

    public Limits withCallsPerSecond(double limit) {
        return new Limits(limit, requestLimit);
    }

    public Limits withRequestLimit(boolean limited) {
        return new Limits(callsPerSecond, limited);
    }
}
