package io.callqueue.simulator.behavior;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The ways to misbehave. */
public enum Fault {
    /** The call is placed; the answer is an error, 502 if no status is given. */
    ACCEPT_THEN_ERROR,
    /** The call is placed; the connection is closed without an answer. */
    ACCEPT_THEN_RESET,
    /** The call is placed at once; the 201 comes after {@code delay_ms}. */
    SLOW_ACCEPT,
    /** The call is placed; the 201 has a body that is not JSON. */
    UNREADABLE_ACCEPT,
    /** The call is placed; request_uuid is an array. */
    ARRAY_UUID,
    /** No call is placed; the answer is {@code status}. */
    REFUSE,
    /** No call is placed; the connection is closed without an answer. */
    REFUSE_BY_RESET,
    /** The webhook is never sent. For the answer URL: not fetched, the call goes on as if it had been. */
    WEBHOOK_LOST,
    /** The webhook is sent {@code delay_ms} after its time, and later ones do not wait for it. */
    WEBHOOK_LATE,
    /** The webhook is sent twice, each with its own nonce. */
    WEBHOOK_DOUBLED,
    /** All webhooks of the call are kept back until its end, then sent hangup first, ring last. */
    WEBHOOKS_REVERSED,
    /** The create's answer waits until the call's webhook {@code event} (ring, if not given) was sent. */
    WEBHOOK_BEFORE_RESPONSE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Fault parse(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no misbehavior '" + word + "', but these: "
                        + Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "))));
    }

    /** No call comes of the request. */
    public boolean refuses() {
        return this == REFUSE || this == REFUSE_BY_RESET;
    }
}
