package io.callqueue.simulator.call;

import java.util.Optional;
import java.util.stream.Stream;

import io.callqueue.simulator.webhook.Callback;

/** The URLs of one create. Hangup falls back to the answer URL, as Plivo's does, when it was not given. */
public record Hooks(Callback ring, Callback answer, Callback fallback, Callback hangup, Callback machine) {
    public Hooks {
        hangup = hangup.isGiven() ? hangup : answer;
    }

    /** The caller's name for its call: the query parameter {@code call_id} of hangup_url, else of ring_url. */
    public String callId() {
        return parameter("call_id").orElse("");
    }

    public int attempt() {
        return parameter("attempt").filter(text -> text.matches("\\d{1,9}")).map(Integer::parseInt).orElse(0);
    }

    private Optional<String> parameter(String name) {
        return Stream.of(hangup, ring).flatMap(callback -> callback.parameter(name).stream()).findFirst();
    }
}
