package io.callqueue.simulator.webhook;

/** One try of a webhook. */
sealed interface Attempt {
    record Answered(int status, String body) implements Attempt {}

    /** Refused or timed out while connecting. */
    record NotConnected() implements Attempt {}

    /** Connected, but no whole answer in time. */
    record NotRead() implements Attempt {}
}
