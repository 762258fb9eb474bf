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

class AgendaTest {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Instant NOW = Instant.parse("2027-01-15T14:30:00Z");
    private static final List<Integer> OWNED = List.of(3, 7, 11);
    private final Agenda agenda = new Agenda(TICK, 2);

    @Test
    void a_shard_that_was_never_looked_at_is_due() {
        assertThat(agenda.due(OWNED, NOW)).isEqualTo(OWNED);
        assertThat(agenda.pause(OWNED, NOW)).isZero();
        assertThat(agenda.pause(List.of(), NOW)).isEqualTo(TICK);
    }

    @Test
    void a_shard_is_due_with_its_next_timer_and_the_others_are_left_alone_until_then() {
        agenda.found(3, due(0, 900), NOW);
        agenda.found(7, due(0, 30), NOW);
        agenda.found(11, due(0, -1), NOW);
        assertThat(agenda.due(OWNED, NOW.plusMillis(29))).isEmpty();
        assertThat(agenda.pause(OWNED, NOW.plusMillis(10))).hasMillis(20);
        assertThat(agenda.due(OWNED, NOW.plusMillis(30))).containsExactly(7);
    }

    @Test
    void every_shard_is_looked_at_once_a_tick() {
        OWNED.forEach(shard -> agenda.found(shard, due(0, 5_000), NOW));
        assertThat(agenda.due(OWNED, NOW.plusMillis(199))).isEmpty();
        assertThat(agenda.due(OWNED, NOW.plusMillis(200))).isEqualTo(OWNED);
    }

    @Test
    void a_shard_with_an_earlier_timer_is_looked_at_at_once_and_then_when_its_next_one_fires() {
        OWNED.forEach(shard -> agenda.found(shard, due(0, 150), NOW));
        agenda.wake(7);
        agenda.wake(8); // another pod's
        assertThat(agenda.due(OWNED, NOW.plusMillis(1))).containsExactly(7);

        agenda.found(7, due(0, 40), NOW.plusMillis(1));

        assertThat(agenda.due(OWNED, NOW.plusMillis(2))).isEmpty();
        assertThat(agenda.pause(OWNED, NOW.plusMillis(1))).hasMillis(40);
    }

    @Test
    void a_full_batch_is_followed_by_the_next_at_once() {
        OWNED.forEach(shard -> agenda.found(shard, due(0, -1), NOW));
        agenda.found(7, due(2, 900), NOW);
        assertThat(agenda.due(OWNED, NOW)).containsExactly(7);
        assertThat(agenda.pause(OWNED, NOW)).isZero();
    }

    @Test
    void a_clock_that_was_set_back_makes_nobody_wait() {
        OWNED.forEach(shard -> agenda.found(shard, due(0, 30), NOW));
        assertThat(agenda.due(OWNED, NOW.minusSeconds(3600))).isEqualTo(OWNED);
    }

    @Test
    void a_shard_that_went_to_another_pod_and_came_back_is_due() {
        OWNED.forEach(shard -> agenda.found(shard, due(0, -1), NOW));
        assertThat(agenda.due(List.of(3, 11), NOW)).isEmpty();
        assertThat(agenda.due(OWNED, NOW)).containsExactly(7);
    }

    private static Due due(int fired, long untilNext) {
        Call call = Call.created(Scene.newId(),
                Scene.parsed(Scene.request(Scene.newId(), Priority.NORMAL, Optional.empty())).order(Instant.EPOCH),
                Optional.empty());
        return new Due(Collections.nCopies(fired, new Due.LookUp(call)), List.of(),
                untilNext < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(untilNext)));
    }
}
