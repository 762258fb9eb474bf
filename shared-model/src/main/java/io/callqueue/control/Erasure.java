package io.callqueue.control;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * A person is not to be known any more. Its record goes once nothing is left to erase.
 *
 * @param phoneNumber in E.164
 * @param requestedAt it is about the calls that were created by then
 */
public record Erasure(int schemaVersion, String phoneNumber, Instant requestedAt) {
    private static final String KIND = "erase:";
    private static final Pattern NAME = Pattern.compile("(\\+[0-9]{1,20})/[0-9]{1,15}");

    public Erasure {
        requireNonNull(phoneNumber, "phone_number is missing");
        requireNonNull(requestedAt, "requested_at is missing");
    }

    public static Erasure of(String phoneNumber, Instant requestedAt) {
        return new Erasure(1, phoneNumber, requestedAt);
    }

    /** What names it in Redis: of two wishes about a person each ends by itself. */
    String name() {
        return phoneNumber + "/" + requestedAt.toEpochMilli();
    }

    /** The key of its record. */
    public String key() {
        return KIND + name();
    }

    /** What the key of a record names; empty when it is about something else. */
    static Optional<String> nameOf(String key) {
        return Optional.of(key).filter(text -> text.startsWith(KIND)).map(text -> text.substring(KIND.length()))
                .filter(name -> NAME.matcher(name).matches());
    }
}
