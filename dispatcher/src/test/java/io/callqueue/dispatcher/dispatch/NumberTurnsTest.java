package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.dispatcher.plivo.CallerNumber;

import static org.assertj.core.api.Assertions.assertThat;

class NumberTurnsTest {
    private static final CallerNumber SLOW = new CallerNumber("+14155550100", Optional.of(2.0));
    private static final CallerNumber OTHER = new CallerNumber("+14155550101", Optional.of(10.0));
    private static final Duration SOON = Duration.ofMillis(300);
    private final NumberTurns turns = new NumberTurns();

    @Test
    void calls_of_a_number_are_looked_at_one_after_the_other_as_its_rate_allows() {
        assertThat(turns.next(SLOW, SOON, 0)).isEqualTo(SOON);
        assertThat(turns.next(SLOW, SOON, 0)).isEqualTo(SOON.plusMillis(500));
        assertThat(turns.next(SLOW, SOON, 0)).isEqualTo(SOON.plusMillis(1_000));
        assertThat(turns.next(OTHER, SOON, 0)).as("another number").isEqualTo(SOON);
    }

    @Test
    void a_turn_that_nobody_took_is_not_waited_for() {
        assertThat(turns.next(SLOW, SOON, 0)).isEqualTo(SOON);
        assertThat(turns.next(SLOW, SOON, Duration.ofSeconds(10).toNanos())).isEqualTo(SOON);
    }
}
