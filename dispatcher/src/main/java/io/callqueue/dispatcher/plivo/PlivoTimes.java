package io.callqueue.dispatcher.plivo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Times as Plivo writes them. One that is not like what it documents is as if it were not there. */
final class PlivoTimes {
    private static final DateTimeFormatter QUERY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ZONED = time().appendPattern("xxx").toFormatter();

    private PlivoTimes() {}

    private static DateTimeFormatterBuilder time() {
        return new DateTimeFormatterBuilder().appendPattern("yyyy-MM-dd HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true);
    }

    /** As it is asked for. */
    static String query(Instant at) {
        return QUERY.format(at);
    }

    /**
     * As call records and live calls have it: {@code 2026-01-31 23:59:59+05:30}. One without an offset may be UTC or the account's own time:
     * nothing is concluded from it, since an attempt that is not found is dialed again.
     */
    static Optional<Instant> zoned(@Nullable String time) {
        try {
            return Optional.ofNullable(time).map(text -> Instant.from(ZONED.parse(text)));
        } catch (DateTimeException e) { // unreadable: nothing is concluded from it
            return Optional.empty();
        }
    }
}
