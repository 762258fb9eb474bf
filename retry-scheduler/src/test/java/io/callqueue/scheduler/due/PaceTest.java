package io.callqueue.scheduler.due;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.call.Call;
import io.callqueue.call.Priority;
import io.callqueue.scheduler.Scene;
import io.callqueue.store.Due;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private final Pace pace = new Pace(TICK, 2);

    @Test
    void nothing_to_come_is_looked_for_again_after_a_tick() {
        assertThat(pace.pause(List.of(due(0, -1)), Duration.ZERO)).isEqualTo(TICK);
        assertThat(pace.pause(List.of(), Duration.ZERO)).isEqualTo(TICK);
    }

    @Test
    void earliest_timer_of_all_shards_ends_the_pause() {
        assertThat(pace.pause(List.of(due(0, 900), due(1, 30), due(0, -1)), Duration.ZERO)).hasMillis(30);
    }

    @Test
    void time_spent_since_the_look_counts() {
        assertThat(pace.pause(List.of(due(0, 30)), Duration.ofMillis(20))).hasMillis(10);
        assertThat(pace.pause(List.of(due(0, 30)), Duration.ofMillis(70))).isZero();
    }

    @Test
    void clock_that_goes_back_makes_no_pause_longer_than_a_tick() {
        assertThat(pace.pause(List.of(due(0, 30)), Duration.ofHours(-1))).isEqualTo(TICK);
    }

    @Test
    void full_batch_is_followed_by_the_next_at_once() {
        assertThat(pace.pause(List.of(due(0, -1), due(2, 900)), Duration.ZERO)).isZero();
    }

    private static Due due(int fired, long untilNext) {
        Call call = Call.created(Scene.newId(),
                Scene.parsed(Scene.request(Scene.newId(), Priority.NORMAL, Optional.empty())).order(Instant.EPOCH),
                Optional.empty());
        return new Due(Collections.nCopies(fired, new Due.LookUp(call)), List.of(),
                untilNext < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(untilNext)));
    }
}
