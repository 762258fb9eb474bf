package io.callqueue.simulator.witness;

/**
 * One number of one create request.
 *
 * @param at nanoseconds since 1970 of the request's arrival, from a clock that never goes back
 * @param callId the query parameter {@code call_id} of hangup_url, else of ring_url; empty when neither has it
 * @param attempt the query parameter {@code attempt} beside it; 0 when absent
 * @param requestUuid empty when no call was placed
 * @param outcome what the call is to come to, or {@code refused_} and a status
 * @param placed whether a phone was to ring
 */
public record Dial(long at, String callId, int attempt, String from, String to, String requestUuid, String outcome,
        boolean placed) {}
