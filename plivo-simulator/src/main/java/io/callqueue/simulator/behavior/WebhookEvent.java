package io.callqueue.simulator.behavior;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a post to the caller tells about. */
public enum WebhookEvent {
    RING, ANSWER, MACHINE, HANGUP;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static WebhookEvent parse(String word) {
        return Arrays.stream(values()).filter(event -> event.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no webhook '" + word + "', but ring, answer, machine, hangup"));
    }
}
