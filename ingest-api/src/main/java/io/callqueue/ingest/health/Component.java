package io.callqueue.ingest.health;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How one part is.
 *
 * @param reason why it is not up
 */
record Component(State status, Optional<String> reason) {
    /** What is known of it. */
    enum State {
        UP, DOWN, UNKNOWN;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Component up() {
        return new Component(State.UP, Optional.empty());
    }

    static Component down(String reason) {
        return new Component(State.DOWN, Optional.of(reason));
    }

    static Component unknown(String reason) {
        return new Component(State.UNKNOWN, Optional.of(reason));
    }

    boolean isUp() {
        return status == State.UP;
    }
}
