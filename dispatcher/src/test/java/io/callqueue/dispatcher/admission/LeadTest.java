package io.callqueue.dispatcher.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeadTest {
    private static final Duration MOST = Duration.ofMillis(100);
    private final Lead lead = new Lead(Duration.ofMillis(6), MOST);

    private void took(int dials, long millis) {
        for (int i = 0; i < dials; i++) {
            lead.took(Duration.ofMillis(millis));
        }
    }

    @Test
    void dials_that_are_there_while_their_moment_is_good_need_none() {
        assertThat(lead.now()).isZero();
        took(100, 5);
        assertThat(lead.now()).isZero();
    }

    @Test
    void slow_dials_get_moments_that_are_good_when_most_are_there() {
        took(100, 40);
        assertThat(lead.now()).isBetween(Duration.ofMillis(34), Duration.ofMillis(35));
        for (int i = 0; i < 100; i++) {
            took(1, i % 2 == 0 ? 30 : 50);
        }
        assertThat(lead.now()).isBetween(Duration.ofMillis(48), Duration.ofMillis(60));
    }

    @Test
    void a_single_one_that_took_ever_so_long_is_soon_forgotten() {
        took(100, 5);
        took(1, 3_600_000);
        assertThat(lead.now()).isGreaterThan(Duration.ZERO).isLessThanOrEqualTo(MOST);
        took(30, 5);
        assertThat(lead.now()).isZero();
    }

    @Test
    void it_is_never_beyond_the_horizon() {
        took(100, 5_000);
        assertThat(lead.now()).isEqualTo(MOST);
    }
}
