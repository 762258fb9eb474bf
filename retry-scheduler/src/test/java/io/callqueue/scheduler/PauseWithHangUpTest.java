package io.callqueue.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CampaignWalk;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A campaign is paused, and its calls under way are to be hung up. */
class PauseWithHangUpTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofDays(1);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final String mine = "mine-" + UUID.randomUUID();
    private Scene scene;
    private ControlStore control;
    private long offset;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
        control = new ControlStore(scene.connections().redis());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_is_under_way_is_hung_up_and_all_else_is_left_alone() {
        Call ringing = ringing(mine);
        Call talking = talking(mine);
        Call dialing = dialing(mine);
        Call unknown = unknown(mine);
        Call scheduled = create(mine, Optional.of(Instant.now().plus(LATER)));
        Call parked = scene.move(create(mine, Optional.empty()).id(), (c, now) -> Moves.park(c, 1, now, "paused"));
        Call others = ringing("other");
        pause(Instant.now());
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            Stream.of(ringing, talking).forEach(call -> assertThat(
                    scene.awaitValue(Topics.RECONCILE, call.id(), Reconcile.class).action())
                    .isEqualTo(Reconcile.Action.HANG_UP));
            await().atMost(SOON).until(() -> control.walks().hangingUp().join().isEmpty());
            assertThat(Stream.of(ringing, talking, dialing, unknown)).allSatisfy(before -> {
                Call now = scene.call(before.id());
                assertThat(now.isToBeHungUp()).isTrue();
                assertThat(now.cancelRequested()).isFalse();
                assertThat(now.status()).isEqualTo(before.status());
                assertThat(scene.events(before.id()).getLast().isToBeHungUp()).isTrue();
            });
            assertThat(Stream.of(scheduled, others))
                    .allSatisfy(call -> assertThat(scene.call(call.id())).isEqualTo(call));
            assertThat(scene.call(parked.id()).status()).isEqualTo(CallStatus.DEFERRED);
        }
    }

    @Test
    void what_is_dialed_while_the_pause_comes_in_force_is_hung_up_too() {
        pause(Instant.now().minusSeconds(60));
        walkOnce();
        Call late = ringing(mine); // had its permit already
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> scene.call(late.id()).isToBeHungUp());
            await().atMost(SOON).until(() -> control.walks().hangingUp().join().isEmpty());
        }
    }

    /** The first pass, which finds nothing: a pod goes on with the second one. */
    private void walkOnce() {
        CampaignWalk walk = new CampaignWalk(scene.connections().redis(), CampaignWalk.Route.LIVE, LONG);
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            CampaignWalk.Step step = walk.next(shard, order(), 0).join();
            while (step.pause().isZero()) {
                assertThat(step.isOver()).isFalse();
                step = walk.next(shard, order(), step.number()).join();
            }
        }
    }

    private CampaignWalk.Order order() {
        return new CampaignWalk.Order(mine, mine, control.walks().hangingUp().join().getOrDefault(mine, ""));
    }

    @Test
    void what_is_dialed_after_a_resume_is_not_hung_up() {
        Instant paused = Instant.now().minusSeconds(60);
        Call call = ringing(mine);
        put(CampaignSetting.HANG_UP, Optional.of(CampaignSettings.NONE.withHangUp(Optional.of(paused))));
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> control.walks().hangingUp().join().isEmpty());
            assertThat(scene.call(call.id())).isEqualTo(call);
        }
    }

    @Test
    void a_scheduler_that_died_between_the_mark_and_the_hang_up_loses_none() {
        List<Call> calls = Stream.generate(() -> ringing(mine)).limit(30).toList();
        pause(Instant.now());
        CampaignWalk walk = new CampaignWalk(scene.connections().redis(), CampaignWalk.Route.LIVE);
        List<CallId> taken = Stream.iterate(0, shard -> shard + 1).limit(CallId.SHARDS)
                .flatMap(shard -> walk.next(shard, order(), 0).join().calls().stream()).toList();
        assertThat(taken).hasSize(30);
        taken.forEach(id -> scene.move(id, Moves::hangUp));
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            calls.forEach(call -> assertThat(
                    scene.awaitValue(Topics.RECONCILE, call.id(), Reconcile.class).action())
                    .isEqualTo(Reconcile.Action.HANG_UP));
        }
    }

    private Call dialing(String campaign) {
        return scene.move(create(campaign, Optional.empty()).id(),
                (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));
    }

    private Call unknown(String campaign) {
        return scene.move(dialing(campaign).id(), (call, now) -> Moves.doubt(call, 1, now, now.plus(LATER)));
    }

    private Call ringing(String campaign) {
        return scene.move(dialing(campaign).id(),
                (call, now) -> Moves.ring(call, 1, now, now, Optional.of("call-uuid"), LATER));
    }

    private Call talking(String campaign) {
        return scene.move(ringing(campaign).id(),
                (call, now) -> Moves.answer(call, 1, now, now, Optional.of("call-uuid"), LATER));
    }

    private Call create(String campaign, Optional<Instant> due) {
        CallId id = Scene.newId();
        CallRequest request = Scene.parsed(Json.text(Map.of("phone_number", "+919123456789", "campaign_id", campaign,
                "custom_call_id", id.value())));
        return scene.connections().store().create(Call.created(id, request.order(Instant.now()), due), request).join()
                .call();
    }

    private void pause(Instant at) {
        put(CampaignSetting.PAUSED, Optional.of(CampaignSettings.of(Optional.empty(), Optional.empty(), true)));
        put(CampaignSetting.HANG_UP, Optional.of(CampaignSettings.NONE.withHangUp(Optional.of(at))));
    }

    private void put(CampaignSetting setting, Optional<CampaignSettings> value) {
        control.apply(new CampaignKey(mine, setting).text(), offset++, value.map(Json::bytes)).join();
    }
}
