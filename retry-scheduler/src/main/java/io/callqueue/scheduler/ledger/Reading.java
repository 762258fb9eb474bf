package io.callqueue.scheduler.ledger;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;

/** A record of {@code calls.events}, as far as it is one. */
sealed interface Reading {
    record Readable(CallEvent event) implements Reading {}

    record Unreadable(String reason) implements Reading {}

    static Reading of(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            return new Unreadable("an event has a key and a value");
        }
        try {
            CallEvent event = Json.read(value, CallEvent.class);
            String id = event.call().id().value();
            return id.equals(new String(key, StandardCharsets.UTF_8))
                    ? new Readable(event)
                    : new Unreadable("the key is not the call's id " + id);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            return new Unreadable("it is no event: " + e.getMessage());
        }
    }
}
