package io.callqueue.dispatcher.admission;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisClockTest {
    private static final long MILLI = 1_000_000;
    private static final Duration LATENESS = Duration.ofMillis(10);
    /** Redis' clock is this far ahead of ours, in microseconds. */
    private static final long AHEAD = 1_795_000_000_000_000L;
    private final RedisClock clock = new RedisClock();

    @Test
    void one_answer_tells_the_time_as_exactly_as_it_was_fast() {
        clock.saw(AHEAD + 3_000, 2 * MILLI, 5 * MILLI);
        SendMoment moment = clock.at(AHEAD + 50_000, LATENESS);
        assertThat(moment.earliestNanos()).as("had Redis read its clock at the last moment").isEqualTo(52 * MILLI);
        assertThat(moment.latestNanos()).as("had it read it at once").isEqualTo(49 * MILLI + 10 * MILLI);
        assertThat(moment.redisMicros()).isEqualTo(AHEAD + 50_000);
    }

    @Test
    void a_slow_answer_after_a_fast_one_is_as_good_but_for_the_drift() {
        clock.saw(AHEAD + 1_000, MILLI, MILLI + 200_000);
        clock.saw(AHEAD + 130_000, 101 * MILLI, 201 * MILLI);
        SendMoment moment = clock.at(AHEAD + 250_000, LATENESS);
        assertThat(moment.earliestNanos()).isBetween(250 * MILLI, 250 * MILLI + 410_000);
        assertThat(moment.latestNanos()).isBetween(260 * MILLI - 410_000, 260 * MILLI);
        assertThat(moment.isMissed(255 * MILLI)).isFalse();
    }

    @Test
    void a_moment_is_no_good_while_the_time_is_not_known_well_enough() {
        clock.saw(AHEAD + 5_000, 0, 30 * MILLI);
        SendMoment moment = clock.at(AHEAD + 100_000, LATENESS);
        assertThat(moment.isMissed(moment.latestNanos() - 1)).isTrue();
    }

    @Test
    void a_clock_that_was_set_is_believed_from_its_next_answer_on() {
        clock.saw(AHEAD + 1_000, MILLI, MILLI + 200_000);
        clock.saw(AHEAD + 5_000_000 + 10_000, 10 * MILLI, 10 * MILLI + 300_000);
        SendMoment moment = clock.at(AHEAD + 5_000_000 + 50_000, LATENESS);
        assertThat(moment.earliestNanos()).isEqualTo(50 * MILLI + 300_000);
        clock.saw(AHEAD - 3_000_000 + 20_000, 20 * MILLI, 20 * MILLI + 300_000);
        assertThat(clock.at(AHEAD - 3_000_000 + 50_000, LATENESS).latestNanos()).isEqualTo(60 * MILLI);
    }

    @Test
    void it_does_not_matter_where_the_monotonic_clock_began() {
        long start = Long.MAX_VALUE - 5 * MILLI;
        clock.saw(AHEAD, start, start + MILLI);
        clock.saw(AHEAD + 10_000, start + 10 * MILLI, start + 11 * MILLI);
        SendMoment moment = clock.at(AHEAD + 20_000, LATENESS);
        assertThat(moment.isMissed(start + 25 * MILLI)).isFalse();
        assertThat(moment.isMissed(start + 35 * MILLI)).isTrue();
    }
}
