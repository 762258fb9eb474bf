package io.callqueue.request;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What Plivo does about answering machines. */
public enum MachineDetection {
    OFF, DETECT, HANGUP;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static MachineDetection parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
