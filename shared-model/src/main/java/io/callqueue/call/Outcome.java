package io.callqueue.call;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How an attempt ended, in the words of a dialer. */
public enum Outcome {
    ANSWERED, NO_ANSWER, BUSY, REJECTED, MACHINE, INVALID_NUMBER, BARRED, NETWORK_ERROR, CARRIER_ERROR, ACCOUNT_LIMIT, STOPPED, UNKNOWN;

    /** The word on the wire, such as {@code no_answer}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Outcome parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
