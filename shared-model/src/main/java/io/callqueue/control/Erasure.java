package io.callqueue.control;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final Pattern KEY = Pattern.compile(KIND + "(\\+[0-9]{1,20})");

    public Erasure {
        requireNonNull(phoneNumber, "phone_number is missing");
        requireNonNull(requestedAt, "requested_at is missing");
    }

    public static Erasure of(String phoneNumber, Instant requestedAt) {
        return new Erasure(1, phoneNumber, requestedAt);
    }

    /** The key of its record. */
    public String key() {
        return KIND + phoneNumber;
    }

    /** The number that a record is about; empty when it is about something else. */
    static Optional<String> numberOf(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }
}
