package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.SampleCalls;
import io.callqueue.call.SampleCalls.Fate;
import io.callqueue.call.Step;
import io.callqueue.infra.junit.RedisExtension;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What fired timers do, on a real Redis. */
class DueScriptTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    private static final Duration LOOK_UP = Duration.ofMinutes(2);
    private static final Duration RETURN = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int SHARD = 5;
    private static final ShardKeys KEYS = new ShardKeys(SHARD);
    private static OpenStore open;

    @BeforeAll
    static void connect() {
        open = new OpenStore(redis.uri());
    }

    @AfterAll
    static void disconnect() {
        open.close();
    }

    @BeforeEach
    void empty() {
        open.flush();
    }

    private static Due fire(int most) {
        return await(open.store.fireDue(SHARD, most, LOOK_UP, RETURN, LOOK));
    }

    /** A call of the shard in this status, its timer due since {@code ago}. */
    private static Call due(int number, CallStatus status, Duration ago) {
        Fate fate = status.isOpenAttempt() ? Fate.OPEN : status == CallStatus.SCHEDULED ? Fate.NONE : Fate.ENDED;
        Call sample = SampleCalls.in(status, fate);
        Call call = new Call(new CallId(OpenStore.idsOfShard(SHARD, number + 1).get(number)), 1,
                sample.version(), sample.revision(), status, sample.order(), 0, 0, false, sample.attempt(),
                sample.dueAt(), Optional.of("because"), Instant.ofEpochMilli(1_000), Optional.empty());
        open.put(call, Optional.of(open.now().minus(ago)));
        return call;
    }

    @Test
    void the_statuses_that_timers_move_are_those_of_the_table() {
        Set<Step> made = new HashSet<>();
        for (CallStatus status : CallStatus.values()) {
            open.flush();
            Call before = due(0, status, Duration.ZERO);
            fire(10);
            Call after = open.read(before.id().value());
            if (after.status() != before.status()) {
                made.add(new Step(before.status(), after.status()));
                assertThat(after.version()).isEqualTo(before.version() + 1);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(made).isEqualTo(Step.OF_TIMERS);
        assertThat(Step.table()).containsAll(made);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULED", "DEFERRED", "RETRYING"})
    void a_due_call_is_queued_under_a_new_revision_and_in_flight(CallStatus status) {
        Call before = due(0, status, Duration.ofSeconds(1));
        Due due = fire(10);
        Call after = open.read(before.id().value());
        assertThat(due.fired()).singleElement().isInstanceOfSatisfying(Due.Record.class, fired -> {
            assertThat(fired.call()).isEqualTo(after);
            assertThat(fired.request()).isEqualTo("{}");
            assertThat(fired.late().orElseThrow()).isCloseTo(
                    Duration.between(before.dueAt().orElseThrow(), open.now()), Duration.ofMinutes(1));
        });
        assertThat(after.status()).isEqualTo(CallStatus.QUEUED);
        assertThat(after.revision()).isEqualTo(before.revision() + 1);
        assertThat(after.dueAt()).isEmpty();
        assertThat(after.error()).isEmpty();
        assertThat(after.attempt()).isEqualTo(before.attempt());
        assertThat(await(open.redis.zrange(KEYS.inflight(), 0, -1))).containsExactly(before.id().value());
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIALING", "UNKNOWN", "RINGING", "IN_PROGRESS"})
    void an_open_attempt_is_looked_up_and_again_later(CallStatus status) {
        Call before = due(0, status, Duration.ofSeconds(1));
        Due due = fire(10);
        Call after = open.read(before.id().value());
        assertThat(due.fired()).containsExactly(new Due.LookUp(after));
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(due.untilNext()).hasValueSatisfying(left -> assertThat(left).isEqualTo(LOOK_UP));
        assertThat(KeepingRule.violations(open)).isEmpty();
        assertThat(fire(10).fired()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
    void a_stray_timer_is_removed(CallStatus status) {
        due(0, status, Duration.ofSeconds(1));
        assertThat(fire(10)).isEqualTo(new Due(List.of(), List.of(), Optional.empty()));
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @Test
    void a_timer_without_a_call_is_removed() {
        await(open.redis.zadd(KEYS.timers(), 1, "nobody"));
        await(open.redis.zadd(KEYS.inflight(), 1, "nobody"));
        assertThat(fire(10)).isEqualTo(new Due(List.of(), List.of(), Optional.empty()));
        assertThat(open.keys()).isEmpty();
    }

    @Test
    void timers_fire_in_the_order_of_their_moments_a_bounded_number_at_once() {
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < 7; number++) {
            expected.addFirst(due(number, CallStatus.RETRYING, Duration.ofMinutes(number + 1)).id().value());
        }
        assertThat(fire(3).fired()).extracting(fired -> fired.call().id().value()).isEqualTo(expected.subList(0, 3));
        Due second = fire(3);
        assertThat(second.fired()).extracting(fired -> fired.call().id().value()).isEqualTo(expected.subList(3, 6));
        assertThat(second.untilNext()).contains(Duration.ZERO);
        assertThat(fire(3).fired()).extracting(fired -> fired.call().id().value()).isEqualTo(expected.subList(6, 7));
        assertThat(fire(3)).isEqualTo(new Due(List.of(), List.of(), Optional.empty()));
    }

    @Test
    void what_is_not_due_waits_and_the_time_until_then_is_told() {
        due(0, CallStatus.SCHEDULED, Duration.ofMinutes(-10));
        Due due = fire(10);
        assertThat(due.fired()).isEmpty();
        assertThat(due.untilNext().orElseThrow()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @Test
    void an_unconfirmed_call_comes_back_and_then_waits_again() {
        Call before = due(0, CallStatus.RETRYING, Duration.ofSeconds(1));
        Due first = fire(10);
        assertThat(fire(10).fired()).as("not yet").isEmpty();
        await(open.redis.zadd(KEYS.inflight(), open.now().minus(RETURN).toEpochMilli(), before.id().value()));
        Due again = fire(10);
        assertThat(again.fired()).extracting(Due.Fired::call)
                .isEqualTo(first.fired().stream().map(Due.Fired::call).toList());
        assertThat(again.fired()).as("no timer fired").allSatisfy(
                fired -> assertThat(((Due.Record) fired).late()).isEmpty());
        assertThat(fire(10).fired()).as("not again at once").isEmpty();
    }

    @Test
    void returns_are_bounded_too() {
        for (int number = 0; number < 5; number++) {
            due(number, CallStatus.RETRYING, Duration.ofSeconds(1));
        }
        assertThat(fire(10).fired()).hasSize(5);
        for (String id : OpenStore.idsOfShard(SHARD, 5)) {
            await(open.redis.zadd(KEYS.inflight(), 1, id));
        }
        assertThat(fire(2).fired()).hasSize(2);
        assertThat(fire(2).fired()).hasSize(2);
        assertThat(fire(2).fired()).hasSize(1);
        assertThat(fire(2).fired()).isEmpty();
    }

    /** Whoever asks holds what all shards answer. */
    @Test
    void long_requests_come_few_at_once_and_the_rest_at_once_after_them() {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            Call call = due(number, CallStatus.RETRYING, Duration.ofMinutes(10 - number));
            await(open.redis.set(KEYS.request(call.id()), "x".repeat(150_000)));
            ids.add(call.id().value());
        }
        Due first = fire(10);
        assertThat(first.fired()).extracting(fired -> fired.call().id().value()).isEqualTo(ids.subList(0, 2));
        assertThat(first.untilNext()).contains(Duration.ZERO);
        assertThat(fire(10).fired()).extracting(fired -> fired.call().id().value()).isEqualTo(ids.subList(2, 4));
        assertThat(KeepingRule.violations(open)).isEmpty();
        for (String id : ids.subList(0, 4)) {
            await(open.redis.zadd(KEYS.inflight(), 1, id));
        }
        Due third = fire(10);
        assertThat(third.fired()).as("two of those that come back, and what is due").hasSize(3);
        assertThat(third.untilNext()).contains(Duration.ZERO);
        assertThat(fire(10).fired()).as("and the last two").hasSize(2);
        assertThat(fire(10).fired()).isEmpty();
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @Test
    void what_the_first_sending_fired_is_not_lost_when_only_the_second_is_answered() {
        Call before = due(0, CallStatus.SCHEDULED, Duration.ofSeconds(1));
        Due second = await(open.sendingTwice().fireDue(SHARD, 10, LOOK_UP, RETURN, LOOK));
        assertThat(second.fired()).isEmpty();
        assertThat(KeepingRule.violations(open)).isEmpty();
        assertThat(await(open.store.fireDue(SHARD, 10, LOOK_UP, Duration.ZERO, LOOK)).fired())
                .extracting(fired -> fired.call().id()).containsExactly(before.id());
    }

    @Test
    void a_call_from_a_faster_clock_never_goes_back_in_time() {
        Call before = due(0, CallStatus.SCHEDULED, Duration.ofSeconds(1));
        long ahead = open.now().plusSeconds(3600).toEpochMilli();
        await(open.redis.hset(KEYS.call(before.id()), "updated_at", String.valueOf(ahead)));
        fire(10);
        assertThat(open.read(before.id().value()).updatedAt()).isEqualTo(Instant.ofEpochMilli(ahead));
    }

    @Test
    void the_timers_of_another_shard_are_left_alone() {
        due(0, CallStatus.SCHEDULED, Duration.ofSeconds(1));
        assertThat(await(open.store.fireDue(SHARD + 1, 10, LOOK_UP, RETURN, LOOK)).fired()).isEmpty();
    }
}
