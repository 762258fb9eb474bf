package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.util.Optional;

/**
 * The next records of campaigns that are at their cap, each in its line: for each slot of a campaign that is given back the first of them is called
 * up. They are those that came back to be next, and first records that are more urgent than one of these: others are parked behind older ones.
 */
public final class StandBy {
    /** So long a record stands by at most, since its partition is committed only up to it; then it is parked, and comes back in its order. */
    static final Duration AT_MOST = Duration.ofMinutes(2);
    /** Of each campaign the first one asks again: the cap may be another one, and the message that a slot was given back may be lost. */
    static final Duration ASKS_AGAIN = Duration.ofSeconds(1);
    /** Of a priority before the next one; a slot is asked for within this and the way to Redis. */
    private static final Duration HEAD_START = Duration.ofMillis(8);
    /** No question for a permit takes longer. */
    private static final Duration ASKING = Duration.ofSeconds(5);
    private final Lines lines;
    private final Runnable onCall;
    private final Standing standing = new Standing();

    /** @param onCall told when one is called up */
    public StandBy(Lines lines, Runnable onCall) {
        this.lines = lines;
        this.onCall = onCall;
        lines.tell(this::left, standing::leave);
    }

    /** Whether it need not ask, since others of its campaign that is at its cap go before it. */
    public boolean isBehindOthers(Candidate candidate) {
        return lines.under(() -> standing.isBehindOthers(candidate));
    }

    /**
     * Lets it wait for a slot of its campaign, for a while; false when it may not.
     *
     * @param askedNanos since when a slot that was given back may be one that it was not told of: then it asks again
     */
    public boolean join(Candidate candidate, long askedNanos) {
        long now = lines.nanoTime();
        return lines.under(() -> {
            long left = AT_MOST.toNanos() - standing.nanosOf(candidate, now);
            if (left <= 0 || !standing.mayJoin(candidate)) {
                return false;
            }
            boolean asksAgainNow = standing.wasFreed(candidate.campaign(), askedNanos);
            if (!asksAgainNow && lines.putAside(candidate, now + left) && standing.join(candidate, now)) {
                lines.recall(candidate, now + Math.min(left, ASKS_AGAIN.toNanos()));
            }
            return true;
        });
    }

    /** A slot of this campaign was given back: the next {@link Lines#peek} gives the first record that waits for it. */
    public void freed(String campaign) {
        long now = lines.nanoTime();
        boolean called = lines.under(() -> {
            standing.freed(campaign, now, ASKING.toNanos());
            return callUp(campaign, now);
        });
        if (called) {
            onCall.run();
        }
    }

    /** It got in, or it did not take the slot that it was called up for: the next one tries. */
    private void left(Candidate candidate) {
        if (standing.leave(candidate)) {
            boolean unused = callUp(candidate.campaign(), lines.nanoTime());
        }
    }

    /** The more urgent sooner: each pod calls up one of its own for the same slot. */
    private boolean callUp(String campaign, long nowNanos) {
        for (Optional<Candidate> first = standing.call(campaign); first.isPresent(); first = standing.call(campaign)) {
            Candidate called = first.get();
            if (lines.recall(called, nowNanos + called.priority().ordinal() * HEAD_START.toNanos())) {
                return true;
            }
            standing.leave(called);
        }
        return false;
    }
}
