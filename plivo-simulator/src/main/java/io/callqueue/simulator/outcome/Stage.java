package io.callqueue.simulator.outcome;

/** How far a call gets before a hangup cause can end it. */
public enum Stage {
    BEFORE_RINGING, RINGING, ANSWERED
}
