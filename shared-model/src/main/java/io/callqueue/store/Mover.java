package io.callqueue.store;

import java.time.Instant;

import io.callqueue.call.Call;
import io.callqueue.call.Decision;

/** Decides a move from a call and the time of Redis. Pure: it is asked again when the call changed meanwhile. */
@FunctionalInterface
public interface Mover {
    Decision decide(Call call, Instant now);
}
