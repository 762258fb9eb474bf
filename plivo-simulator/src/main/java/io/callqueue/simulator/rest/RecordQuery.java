package io.callqueue.simulator.rest;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.callqueue.simulator.call.RecordFilter;
import io.callqueue.simulator.http.Parameters;

/** The query of {@code GET Call/}. A parameter that the simulator does not know is an error: it must not look like a filter. */
record RecordQuery(RecordFilter filter, int limit, int offset) {
    private static final Set<String> KNOWN = Set.of("to_number", "from_number", "hangup_cause_code", "end_time__gt",
            "end_time__gte", "end_time__lt", "end_time__lte", "call_direction", "limit", "offset", "subaccount");
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm[:ss[.SSSSSS]]",
            Locale.ROOT);
    private static final int MOST = 20;
    private static final Duration WIDEST = Duration.ofDays(30);
    private static final Duration OLDEST = Duration.ofDays(90);

    /** @throws IllegalArgumentException with the words of a 400 */
    static RecordQuery of(Parameters query, long now) {
        query.keys().stream().filter(key -> !KNOWN.contains(key)).findFirst().ifPresent(key -> {
            throw new IllegalArgumentException("unknown filter " + key);
        });
        long from = Math.max(time(query, "end_time__gte", Long.MIN_VALUE), time(query, "end_time__gt", Long.MIN_VALUE));
        long to = Math.min(time(query, "end_time__lte", Long.MAX_VALUE), time(query, "end_time__lt", Long.MAX_VALUE));
        if (from != Long.MIN_VALUE && to != Long.MAX_VALUE && to - from > WIDEST.toNanos()) {
            throw new IllegalArgumentException("end_time may span 30 days at most");
        }
        if (from != Long.MIN_VALUE && now - from > OLDEST.toNanos()) {
            throw new IllegalArgumentException("end_time may go back 90 days at most");
        }
        RecordFilter filter = new RecordFilter(query.first("to_number").map(String::strip),
                query.first("from_number").map(String::strip),
                query.first("hangup_cause_code").map(code -> number(code, "hangup_cause_code", 0, 9999)), from, to);
        return new RecordQuery(filter, query.first("limit").map(text -> number(text, "limit", 1, MOST)).orElse(MOST),
                query.first("offset").map(text -> number(text, "offset", 0, Integer.MAX_VALUE)).orElse(0));
    }

    private static int number(String text, String name, int least, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " to " + most + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    private static long time(Parameters query, String name, long otherwise) {
        Optional<String> text = query.first(name);
        try {
            return text.map(given -> nanos(LocalDateTime.parse(given, UTC).toInstant(ZoneOffset.UTC)))
                    .orElse(otherwise);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(name + " must look like 2026-01-31 23:59:59, in UTC", malformed);
        }
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
    }
}
