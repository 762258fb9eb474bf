package io.callqueue.dispatcher.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendMomentTest {
    @Test
    void a_dial_leaves_no_earlier_than_its_moment_and_no_later_than_the_tolerance_whenever_redis_gave_it() {
        SendMoment moment = SendMoment.of(7, 1_000_000, 4_000_000, 10_000, Duration.ofMillis(25));
        assertThat(moment.earliestNanos()).isEqualTo(14_000_000);
        assertThat(moment.latestNanos()).isEqualTo(36_000_000);
        assertThat(moment.isMissed(36_000_000)).isFalse();
        assertThat(moment.isMissed(36_000_001)).isTrue();
    }

    @Test
    void an_answer_slower_than_the_tolerance_is_a_missed_moment() {
        SendMoment moment = SendMoment.of(7, 0, 30_000_000, 0, Duration.ofMillis(25));
        assertThat(moment.isMissed(moment.earliestNanos())).isTrue();
    }

    @Test
    void a_monotonic_clock_may_wrap_around() {
        SendMoment moment = SendMoment.of(7, Long.MAX_VALUE - 5, Long.MAX_VALUE - 1, 0, Duration.ofNanos(10));
        assertThat(moment.isMissed(Long.MIN_VALUE + 3)).isFalse();
        assertThat(moment.isMissed(Long.MIN_VALUE + 6)).isTrue();
    }
}
