package io.callqueue.ingest.control;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.util.MultiValueMap;

import io.callqueue.call.Outcome;
import io.callqueue.ingest.web.Problem;
import io.callqueue.ingest.web.Refused;
import io.callqueue.request.Refusal;

/** Reads what stands behind the question mark. Every method throws {@link Refused} when it is wrong. */
final class Parameters {
    private Parameters() {}

    /** False when it is not there at all; with nothing behind it, it is wrong. */
    static boolean flag(String name, MultiValueMap<String, String> query) {
        List<String> sent = query.getOrDefault(name, List.of("false"));
        if (!sent.equals(List.of("true")) && !sent.equals(List.of("false"))) {
            throw refused(name, "must be true or false");
        }
        return sent.equals(List.of("true"));
    }

    /** A whole number from 1. */
    static int wholeNumber(String name, String sent, int most) {
        if (!sent.matches("[0-9]{1,9}") || Integer.parseInt(sent) < 1 || Integer.parseInt(sent) > most) {
            throw refused(name, "must be a whole number from 1 to " + most);
        }
        return Integer.parseInt(sent);
    }

    /** What calls may end with. */
    static Optional<Outcome> outcome(String name, Optional<String> sent) {
        List<String> words = Stream.of(Outcome.values()).map(Outcome::word).toList();
        if (sent.isPresent() && !words.contains(sent.get())) {
            throw refused(name, "must be one of " + String.join(", ", words));
        }
        return sent.map(Outcome::parse);
    }

    private static Refused refused(String name, String rule) {
        return new Refused(Problem.refused(List.of(new Refusal(name, Refusal.INVALID_REQUEST, rule))));
    }
}
