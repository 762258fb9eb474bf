package io.callqueue.simulator.call;

import io.callqueue.simulator.outcome.HangupCause;

/** What stays of a call that ended. */
public record CallRecord(String callUuid, String from, String to, CallTimes times, HangupCause cause, String source) {}
