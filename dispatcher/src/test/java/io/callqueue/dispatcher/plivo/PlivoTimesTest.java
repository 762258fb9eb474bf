package io.callqueue.dispatcher.plivo;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlivoTimesTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31 23:59:59.123456+00:00", "2026-02-01 05:29:59.123456+05:30"})
    void a_live_calls_beginning_says_its_offset(String told) {
        assertThat(PlivoTimes.zoned(told)).contains(Instant.parse("2026-01-31T23:59:59.123456Z"));
    }

    @Test
    void a_records_beginning_says_its_offset() {
        assertThat(PlivoTimes.zoned("2026-01-31 23:59:59+05:30")).contains(Instant.parse("2026-01-31T18:29:59Z"));
        assertThat(PlivoTimes.zoned("2026-01-31 23:59:59")).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "yesterday", "2026-01-31T23:59:59Z", "2026-13-31 23:59:59",
            "2026-01-31 23:59:59+99:00"})
    void what_nobody_can_read_tells_nothing(@Nullable String told) {
        assertThat(PlivoTimes.zoned(told)).isEmpty();
    }

    @Test
    void a_moment_is_asked_for_in_utc() {
        assertThat(PlivoTimes.query(Instant.parse("2026-01-31T23:59:59.9Z"))).isEqualTo("2026-01-31 23:59:59");
    }
}
