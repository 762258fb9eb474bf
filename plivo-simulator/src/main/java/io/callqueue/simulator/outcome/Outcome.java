package io.callqueue.simulator.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a dial is to come to: one of the words below, or a hangup code as text, such as {@code 3130}.
 * A code that only an answered call can have ({@code 7011}) means: answered, then ended with that code.
 */
public record Outcome(String word, boolean machine, HangupCause cause) {
    public static final Outcome ANSWERED = new Outcome("answered", false, HangupCause.NORMAL);
    public static final Outcome MACHINE = new Outcome("machine", true, HangupCause.NORMAL);
    public static final Outcome NO_ANSWER = new Outcome("no_answer", false, HangupCause.NO_ANSWER);
    public static final Outcome BUSY = new Outcome("busy", false, HangupCause.BUSY);
    public static final Outcome REJECTED = new Outcome("rejected", false, HangupCause.REJECTED);
    public static final Outcome INVALID = new Outcome("invalid", false, HangupCause.INVALID_DESTINATION);
    public static final Outcome NETWORK_ERROR = new Outcome("network_error", false, HangupCause.NETWORK_ERROR);
    public static final Outcome CONGESTION = new Outcome("congestion", false, HangupCause.CARRIER_CONGESTION);

    private static final Map<String, Outcome> WORDS = new TreeMap<>();

    static {
        for (Outcome each : List.of(ANSWERED, MACHINE, NO_ANSWER, BUSY, REJECTED, INVALID, NETWORK_ERROR, CONGESTION)) {
            WORDS.put(each.word, each);
        }
    }

    /** @throws IllegalArgumentException for a word or code that does not exist, naming those that do */
    @JsonCreator
    public static Outcome of(String text) {
        String word = text.strip();
        Outcome known = WORDS.get(word);
        if (known != null) {
            return known;
        }
        if (word.matches("\\d{1,4}")) {
            return HangupCause.byCode(Integer.parseInt(word))
                    .map(cause -> new Outcome(word, false, cause))
                    .orElseThrow(() -> new IllegalArgumentException("Plivo has no hangup code " + word));
        }
        throw new IllegalArgumentException(
                "Unknown outcome '" + word + "': use a hangup code or one of " + WORDS.keySet());
    }

    /** Reads {@code busy,busy,answered}. */
    public static List<Outcome> listOf(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",")).map(Outcome::of).toList();
    }

    /** Somebody or something picks up. */
    public boolean answered() {
        return cause.stage() == Stage.ANSWERED;
    }

    public boolean rings() {
        return cause.stage() != Stage.BEFORE_RINGING;
    }

    @Override
    @JsonValue
    public String toString() {
        return word;
    }
}
