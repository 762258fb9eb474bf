package io.callqueue.simulator.call;

/** Clock nanoseconds at which a call entered its phases; 0 for one that it has not entered. */
public record CallTimes(long accepted, long dialed, long rang, long answered, long ended) {
    static CallTimes acceptedAt(long now) {
        return new CallTimes(now, 0, 0, 0, 0);
    }

    CallTimes entered(Phase phase, long now) {
        return switch (phase) {
            case QUEUED -> acceptedAt(now);
            case DIALING -> new CallTimes(accepted, now, rang, answered, ended);
            case RINGING -> new CallTimes(accepted, dialed, now, answered, ended);
            case IN_PROGRESS -> new CallTimes(accepted, dialed, rang, now, ended);
            case ENDED -> new CallTimes(accepted, dialed, rang, answered, now);
        };
    }

    public boolean wasAnswered() {
        return answered != 0;
    }

    boolean queuedAt(long moment) {
        return accepted <= moment && before(moment, dialed) && before(moment, ended);
    }

    boolean liveAt(long moment) {
        return dialed != 0 && dialed <= moment && before(moment, ended);
    }

    private static boolean before(long moment, long entered) {
        return entered == 0 || moment < entered;
    }

    /** Whole seconds from the answer to the end, a begun one counted. */
    public long talkedSeconds() {
        return wasAnswered() ? Math.ceilDiv(ended - answered, 1_000_000_000L) : 0;
    }

    /** What Plivo bills: begun minutes. */
    public long billedSeconds() {
        return Math.ceilDiv(talkedSeconds(), 60L) * 60;
    }
}
