package io.callqueue.simulator.call;

/** A call as it is at one moment. */
public record CallView(String callUuid, String requestUuid, String from, String to, String callId, int attempt,
        Phase phase,
        String outcome, CallTimes times) {}
