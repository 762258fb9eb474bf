package io.callqueue.dispatcher.dispatch;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.callqueue.dispatcher.admission.Permit;

import static org.assertj.core.api.Assertions.assertThat;

class RateTurnsTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Permit.Aside SLOW = new Permit.Aside("+14155550100", SOON, Duration.ofMillis(500));
    private static final Permit.Aside OTHER = new Permit.Aside("campaign-1", SOON, Duration.ofMillis(100));
    private static final Duration MOST = Duration.ofMillis(1_300);
    private final RateTurns turns = new RateTurns();

    @Test
    void calls_of_a_number_are_looked_at_one_after_the_other_as_its_rate_allows() {
        assertThat(turns.next(SLOW, MOST, 0)).contains(SOON);
        assertThat(turns.next(SLOW, MOST, 0)).contains(SOON.plusMillis(500));
        assertThat(turns.next(SLOW, MOST, 0)).contains(SOON.plusMillis(1_000));
        assertThat(turns.next(OTHER, MOST, 0)).as("of a campaign").contains(SOON);
    }

    @Test
    void a_turn_too_far_away_is_not_taken() {
        turns.next(SLOW, MOST, 0);
        turns.next(SLOW, MOST, 0);
        turns.next(SLOW, MOST, 0);
        assertThat(turns.next(SLOW, MOST, 0)).isEmpty();
        assertThat(turns.next(SLOW, MOST, Duration.ofMillis(500).toNanos())).contains(SOON.plusMillis(1_000));
    }

    @Test
    void a_turn_that_nobody_took_is_not_waited_for() {
        assertThat(turns.next(SLOW, MOST, 0)).contains(SOON);
        assertThat(turns.next(SLOW, MOST, Duration.ofSeconds(10).toNanos())).contains(SOON);
    }
}
