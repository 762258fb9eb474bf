package io.callqueue.simulator.rest;

import java.util.ArrayDeque;
import java.util.Deque;

/** Plivo's limit of API requests: 300 in any 5 seconds. */
final class RequestLimit {
    private static final int REQUESTS = 300;
    private static final long WINDOW = 5_000_000_000L;

    private final Deque<Long> allowed = new ArrayDeque<>();

    synchronized boolean allows(long now) {
        while (!allowed.isEmpty() && now - allowed.peekFirst() >= WINDOW) {
            allowed.removeFirst();
        }
        return allowed.size() < REQUESTS && allowed.offerLast(now);
    }
}
