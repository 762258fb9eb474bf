package io.callqueue.simulator.webhook;

/** How a webhook ended, all its tries together. */
public sealed interface Delivery {
    record Delivered(String body) implements Delivery {}

    record Failed() implements Delivery {}

    /** Not tried: its host is not loopback, or the simulator was told to lose it. */
    record NotSent() implements Delivery {}
}
