package io.callqueue.simulator.witness;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WitnessTest {
    private static final long MS = 1_000_000L;

    private final AtomicLong now = new AtomicLong();
    private final Witness witness = new Witness(1, now::get);

    private void dial(long at, String callId, int attempt, boolean placed) {
        witness.dialed(new Dial(at, callId, attempt, "+14155550100", "+14155550101", "u", "answered", placed));
    }

    private void dialsAt(long... moments) {
        LongStream.of(moments).forEach(at -> dial(at, "c", 1, true));
    }

    @Test
    void no_dial_is_no_second() {
        assertThat(witness.mostDialsInAnySecond()).isZero();
    }

    @Test
    void a_rolling_second_may_begin_anywhere() {
        dialsAt(0, 900 * MS, 1000 * MS, 1100 * MS, 1899 * MS);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(4);
    }

    @Test
    void dials_exactly_a_second_apart_do_not_share_one_and_a_nanosecond_less_does() {
        dialsAt(0, 1000 * MS);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(1);
        dialsAt(999 * MS + 999_999);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(2);
    }

    @Test
    void dials_are_counted_by_arrival_however_they_were_written_down() {
        dialsAt(5000 * MS, 0, 5100 * MS, 100 * MS, 200 * MS);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(3);
        assertThat(witness.dials()).extracting(Dial::at).isSorted();
    }

    @Test
    void a_refused_dial_counts_for_the_rate_but_rings_no_phone() {
        dial(0, "c", 1, true);
        dial(1, "c", 1, false);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(2);
        assertThat(witness.placed("c", 1)).isEqualTo(1);
        assertThat(witness.placedTo("14155550101")).isEqualTo(1);
        assertThat(witness.attemptsPlacedTwice()).isEmpty();
    }

    @Test
    void an_attempt_placed_twice_is_named() {
        dial(0, "c", 1, true);
        dial(1, "c", 2, true);
        dial(2, "c", 2, true);
        assertThat(witness.attemptsPlacedTwice()).containsExactly("c/2");
        assertThat(witness.placedByAttempt("c")).containsEntry(1, 1).containsEntry(2, 2);
    }

    @Test
    void the_most_live_calls_is_the_height_of_the_tide() {
        witness.accepted();
        witness.accepted();
        witness.ended();
        witness.accepted();
        witness.accepted();
        witness.ended();
        assertThat(witness.mostLiveCalls()).isEqualTo(3);
        assertThat(witness.liveCalls()).isEqualTo(2);
    }

    @Test
    void live_seconds_are_those_of_all_calls_together() {
        witness.accepted();
        now.addAndGet(1_000 * MS);
        witness.accepted();
        now.addAndGet(500 * MS);
        witness.ended();
        now.addAndGet(250 * MS);
        assertThat(witness.liveCallSeconds()).isEqualTo(2.25);
        witness.reset();
        now.addAndGet(250 * MS);
        witness.ended();
        now.addAndGet(250 * MS);
        assertThat(witness.liveCallSeconds()).isEqualTo(0.25);
    }

    @Test
    void a_reset_forgets_all_but_the_calls_that_are_live() {
        witness.accepted();
        witness.accepted();
        witness.ended();
        dialsAt(1);
        witness.requested("POST Call/");
        witness.reset();
        assertThat(witness.mostLiveCalls()).isEqualTo(1);
        assertThat(witness.dials()).isEmpty();
        assertThat(witness.requests("POST Call/")).isZero();
    }

    @Test
    void half_a_million_dials_are_answered_for() {
        for (int i = 0; i < 500_000; i++) {
            dial(i * MS / 2, "c", i, true);
        }
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(2000);
    }
}
