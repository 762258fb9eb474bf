package io.callqueue.call;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How urgent a call is, the most urgent first. Each has a topic of its own, and a call keeps its priority over all its attempts, unless a person changes it. */
public enum Priority {
    URGENT, HIGH, NORMAL, LOW;

    /** The word on the wire, such as {@code urgent}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The priority of this word, or empty: an unknown word never silently becomes another priority. */
    public static Optional<Priority> of(String word) {
        for (Priority priority : values()) {
            if (priority.word().equals(word)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static Priority parse(String word) {
        return of(word).orElseThrow(() -> new IllegalArgumentException("no such priority: " + word));
    }
}
