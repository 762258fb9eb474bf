package io.callqueue.store;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Call;

/** A call as it stood at {@code now}, the time of its Redis; empty when that Redis does not know it. */
public record Snapshot(Instant now, long epoch, Optional<Call> call) {}
