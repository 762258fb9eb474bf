package io.callqueue.control;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * A number that nobody may call.
 *
 * @param number in E.164
 * @param reason why, for a person; empty when none was given
 * @param since when it was put on the list
 */
public record DoNotCall(int schemaVersion, String number, Optional<String> reason, Instant since) {
    private static final String KIND = "dnc:";
    private static final Pattern KEY = Pattern.compile(KIND + "(\\+[0-9]{1,20})");
    private static final int OFFSET = 0;
    private static final int SINCE = 1;
    private static final int REASON = 2;
    private static final int PARTS = 3;

    public DoNotCall {
        requireNonNull(number, "number is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(since, "since is missing");
    }

    public static DoNotCall of(String number, Optional<String> reason, Instant since) {
        return new DoNotCall(1, number, reason, since);
    }

    /** The key of the number's record, which is empty once the number is off the list. */
    public static String key(String number) {
        return KIND + number;
    }

    /** The number that a record is about; empty when it is about something else. */
    static Optional<String> numberOf(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** What Redis keeps of it behind its offset: the milliseconds since 1970 and the reason, half the size of JSON. */
    String kept() {
        return since.toEpochMilli() + " " + reason.orElse("");
    }

    /** @param inRedis what stands there for the number: its offset, and what is kept */
    static DoNotCall read(String number, String inRedis) {
        String[] parts = inRedis.split(" ", PARTS);
        return of(number, Optional.of(parts[REASON]).filter(reason -> !reason.isEmpty()),
                Instant.ofEpochMilli(Long.parseLong(parts[SINCE])));
    }

    /** The offset of the record in force. */
    static long offset(String inRedis) {
        return Long.parseLong(inRedis.split(" ", PARTS)[OFFSET]);
    }
}
