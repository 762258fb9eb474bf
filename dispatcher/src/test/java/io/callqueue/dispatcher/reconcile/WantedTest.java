package io.callqueue.dispatcher.reconcile;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.dispatcher.plivo.PlivoRecords.Origin;

import static org.assertj.core.api.Assertions.assertThat;

class WantedTest {
    private static final Instant SINCE = Instant.parse("2026-01-31T23:59:54Z");
    private static final Wanted WANTED = new Wanted("+14155550100", "+14155550101", SINCE);

    @Test
    void numbers_are_the_same_with_and_without_a_plus() {
        assertThat(mayBe(Optional.of("14155550100"), "14155550101", Optional.of(SINCE))).isTrue();
        assertThat(mayBe(Optional.of("+14155550100"), "+14155550101", Optional.of(SINCE))).isTrue();
    }

    @Test
    void another_callee_another_caller_and_an_older_call_are_not_it() {
        assertThat(mayBe(Optional.of("14155550100"), "14155550102", Optional.of(SINCE))).isFalse();
        assertThat(mayBe(Optional.of("14155550777"), "14155550101", Optional.of(SINCE))).isFalse();
        assertThat(mayBe(Optional.of("sip:agent@phone.plivo.com"), "14155550101", Optional.of(SINCE))).isFalse();
        assertThat(mayBe(Optional.of("14155550100"), "14155550101", Optional.of(SINCE.minusMillis(1)))).isFalse();
    }

    @Test
    void what_plivo_does_not_tell_of_caller_and_beginning_speaks_against_nothing() {
        assertThat(mayBe(Optional.empty(), "14155550101", Optional.empty())).isTrue();
    }

    @Test
    void a_call_whose_callee_plivo_does_not_tell_is_not_it() {
        assertThat(WANTED.mayBe(new Origin(Optional.of("14155550100"), Optional.empty(), Optional.of(SINCE))))
                .isFalse();
    }

    private static boolean mayBe(Optional<String> from, String to, Optional<Instant> startedAt) {
        return WANTED.mayBe(new Origin(from, Optional.of(to), startedAt));
    }
}
