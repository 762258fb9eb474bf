package io.callqueue.store;

import io.callqueue.call.Attempt;
import io.callqueue.codec.Json;

/**
 * An attempt that ended, as Redis has it.
 *
 * @param json exactly as it was read
 */
public record EndedAttempt(String json) {
    public Attempt attempt() {
        return Json.read(json, Attempt.class);
    }
}
