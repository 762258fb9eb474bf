package io.callqueue.simulator.witness;

import java.util.List;
import java.util.Map;

/**
 * The witness in short.
 *
 * @param seed of the run's random choices
 * @param dials numbers that creates asked for, refused ones included
 * @param placed dials that became a call
 * @param liveCallSeconds for how long calls were live, all of them together
 * @param mostDialsInAnySecond of all dials, by arrival
 * @param attemptsPlacedTwice {@code call_id/attempt} for which more than one call was placed: what must stay empty
 * @param requests by endpoint
 * @param webhooks by event and fate, such as {@code hangup.sent}
 * @param webhookTries by event, each retry counted
 */
public record WitnessReport(long seed, int dials, int placed, int liveCalls, int mostLiveCalls,
        double liveCallSeconds,
        int mostDialsInAnySecond,
        List<String> attemptsPlacedTwice, Map<String, Long> requests, Map<String, Long> webhooks,
        Map<String, Long> webhookTries,
        long startCalls) {}
