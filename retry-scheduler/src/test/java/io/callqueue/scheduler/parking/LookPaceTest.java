package io.callqueue.scheduler.parking;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LookPaceTest {
    private static final Duration SET = Duration.ofSeconds(1);
    private Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private final LookPace pace = new LookPace(SET, () -> now);

    /** All of them come once in an interval, as long as that is then. */
    private void looksOf(int entries, int intervals) {
        for (int n = 0; n < intervals; n++) {
            now = now.plus(pace.interval());
            pace.looked(entries);
        }
    }

    @Test
    void few_campaigns_are_looked_at_as_often_as_is_set() {
        looksOf(LookPace.MOST_LOOKS, 10);
        assertThat(pace.interval()).isEqualTo(SET);
    }

    @Test
    void many_are_looked_at_less_often_and_as_often_as_ever_once_they_are_few() {
        looksOf(LookPace.MOST_LOOKS * 2, 5);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(2));
        looksOf(LookPace.MOST_LOOKS / 2, 2);
        assertThat(pace.interval()).isEqualTo(SET);
    }

    @Test
    void nobody_waits_longer_than_three_seconds_for_a_look() {
        looksOf(LookPace.MOST_LOOKS * 1_000, 5);
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_clock_that_is_set_back_changes_nothing() {
        now = now.minusSeconds(3_600);
        pace.looked(LookPace.MOST_LOOKS * 100);
        looksOf(1, 2);
        assertThat(pace.interval()).isEqualTo(SET);
    }

    @Test
    void what_comes_in_several_rounds_of_an_interval_counts_together() {
        for (int round = 0; round < 10; round++) {
            now = now.plusMillis(100);
            pace.looked(LookPace.MOST_LOOKS / 5);
        }
        assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(2));
    }
}
