package io.callqueue.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.CampaignWalk;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A campaign is cancelled while its calls are everywhere. */
class CancelCampaignTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofDays(1);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final String mine = "mine-" + UUID.randomUUID();
    private Scene scene;
    private CallStore store;
    private ControlStore control;
    private long offset;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
        store = scene.connections().store();
        control = new ControlStore(scene.connections().redis());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_waits_is_ended_wherever_it_is_kept_and_other_campaigns_go_on() {
        List<Call> mineWaiting = waiting(mine);
        List<Call> others = waiting("other");
        Call ringing = ringing(mine);
        Call unknown = unknown(mine);
        cancel(false);
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            mineWaiting.forEach(call -> await().atMost(SOON).until(() -> status(call) == CallStatus.CANCELLED));
            await().atMost(SOON).until(() -> control.walks().cancelling().join().isEmpty());
            mineWaiting.forEach(call -> assertThat(lastEvent(call).status()).isEqualTo(CallStatus.CANCELLED));
            assertThat(others).allSatisfy(call -> assertThat(status(call)).isNotEqualTo(CallStatus.CANCELLED));
            assertThat(scene.call(ringing.id())).isEqualTo(ringing);
            assertThat(scene.call(unknown.id())).isEqualTo(unknown);
            assertThat(scene.records(Topics.RECONCILE)).isEmpty();
            assertCountsAreTrue();
        }
    }

    @Test
    void with_hangup_live_calls_are_hung_up_too() {
        Call ringing = ringing(mine);
        Call unknown = unknown(mine);
        Call dialing = dialing(mine);
        Call others = ringing("other");
        cancel(true);
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            assertThat(scene.awaitValue(Topics.RECONCILE, ringing.id(), Reconcile.class).action())
                    .isEqualTo(Reconcile.Action.HANG_UP);
            await().atMost(SOON).until(() -> control.walks().cancelling().join().isEmpty());
            assertThat(Stream.of(ringing, unknown, dialing)).allSatisfy(call -> {
                assertThat(scene.call(call.id()).cancelRequested()).isTrue();
                assertThat(status(call)).isEqualTo(call.status());
                assertThat(lastEvent(call).cancelRequested()).isTrue();
            });
            assertThat(scene.call(others.id())).isEqualTo(others);
        }
    }

    @Test
    void a_call_that_was_accepted_before_the_cancellation_was_in_force_is_ended_too() {
        Cancellation asked = new Cancellation(Instant.now().minusSeconds(60), false, false);
        Call accepted = scheduled(mine);
        put(asked);
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> status(accepted) == CallStatus.CANCELLED);
        }
    }

    @Test
    void a_scheduler_that_died_in_the_middle_of_a_step_loses_no_event() {
        List<Call> calls = IntStream.range(0, 60).mapToObj(n -> scheduled(mine)).toList();
        cancel(false);
        String cancellation = control.walks().cancelling().join().getOrDefault(mine, "");
        CampaignWalk walk = new CampaignWalk(scene.connections().redis(), CampaignWalk.Route.KEPT_HERE);
        List<CallId> moved = IntStream.range(0, CallId.SHARDS)
                .mapToObj(shard -> walk.next(shard, new CampaignWalk.Order(mine, mine, cancellation), 0).join().calls())
                .flatMap(List::stream)
                .toList();
        assertThat(moved).hasSize(60);
        moved.stream().limit(30).forEach(id -> scene.move(id, (c, now) -> Moves.cancelWithCampaign(c, now, false)));
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> control.walks().cancelling().join().isEmpty());
            assertThat(calls).allSatisfy(call -> {
                assertThat(status(call)).isEqualTo(CallStatus.CANCELLED);
                assertThat(lastEvent(call).status()).isEqualTo(CallStatus.CANCELLED);
            });
            assertCountsAreTrue();
        }
    }

    @Test
    void a_cancellation_goes_on_after_a_restart() {
        List<Call> calls = IntStream.range(0, 1500).mapToObj(n -> scheduled(mine)).toList();
        cancel(false);
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().pollInterval(Duration.ofMillis(5)).until(() -> count(CallStatus.CANCELLED) > 0);
        }
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> control.walks().cancelling().join().isEmpty());
            assertThat(count(CallStatus.CANCELLED)).isEqualTo(calls.size());
            assertThat(scene.records(Topics.EVENTS).stream().map(found -> Scene.id(found)).distinct())
                    .containsAll(calls.stream().map(Call::id).toList());
            assertCountsAreTrue();
        }
    }

    /** A day is over when the key is gone. */
    @Test
    void a_cancellation_that_takes_longer_in_one_shard_than_the_end_is_known_in_another_comes_to_its_end() {
        scheduled(mine);
        cancel(false);
        String late = "cancelling:{" + (CallId.SHARDS - 1) + "}:" + mine;
        String early = "cancelling:{0}:" + mine;
        var commands = scene.connections().redis();
        commands.set(late, "no walk").toCompletableFuture().join();
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON)
                    .until(() -> "1".equals(commands.hget(early, "over").toCompletableFuture().join()));
            commands.del(early).toCompletableFuture().join();
            commands.del(late).toCompletableFuture().join();
            await().atMost(SOON.multipliedBy(2)).until(() -> control.walks().cancelling().join().isEmpty());
        }
    }

    @Test
    void calls_that_are_registered_while_their_campaign_is_cancelled_end_at_once() {
        cancel(false);
        CallId queued = Scene.newId();
        CallId scheduled = Scene.newId();
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            scene.produce("calls.low", queued.value(), request(mine, queued, Optional.empty()));
            scene.produce(Topics.SCHEDULED, scheduled.value(),
                    request(mine, scheduled, Optional.of(Instant.now().plus(LATER))));
            Stream.of(queued, scheduled).forEach(id -> await().atMost(SOON).until(
                    () -> scene.isKnown(id) && scene.call(id).status() == CallStatus.CANCELLED));
            await().atMost(SOON).untilAsserted(() -> assertThat(scene.events(scheduled)).last()
                    .extracting(Call::status).isEqualTo(CallStatus.CANCELLED));
        }
    }

    @Test
    void after_a_resume_new_calls_wait_and_old_ones_stay_cancelled() {
        Call old = scheduled(mine);
        cancel(false);
        Cancellation cancellation = control.campaign(mine).join().cancelled().orElseThrow();
        put(new Cancellation(cancellation.before(), false, true));
        await().until(() -> Instant.now().isAfter(cancellation.before().plusMillis(5)));
        Call fresh = scheduled(mine);
        try (Pod pod = scene.pod()) {
            await().atMost(SOON).until(() -> pod.shards().size() == CallId.SHARDS);
            await().atMost(SOON).until(() -> control.walks().cancelling().join().isEmpty());
            assertThat(status(old)).isEqualTo(CallStatus.CANCELLED);
            assertThat(scene.call(fresh.id())).isEqualTo(fresh);
        }
    }

    /** No look brings the parked one back before the walk comes by it: then its record would keep it, for a dispatcher to end. */
    private List<Call> waiting(String campaign) {
        Call retrying = dialing(campaign);
        scene.move(retrying.id(), (call, now) -> Moves.end(call, 1, now,
                Ending.of(now, Outcome.NO_ANSWER, "nobody answered"), Optional.empty(),
                new Verdict.Retry(LATER, true)));
        Call deferred = queued(campaign);
        scene.move(deferred.id(), (call, now) -> Moves.defer(call, 1, now, now.plus(LATER), "busy"));
        Call parked = queued(campaign);
        scene.move(parked.id(), (call, now) -> Moves.park(call, 1, now, "paused"));
        scene.connections().redis().zadd("timers:{" + parked.id().shard() + "}",
                Instant.now().plus(LATER).toEpochMilli(), "/" + campaign).toCompletableFuture().join();
        return List.of(scheduled(campaign), retrying, deferred, parked, inflight(campaign));
    }

    private Call inflight(String campaign) {
        Call due = create(campaign, Optional.of(Instant.now().minusSeconds(1)));
        store.fireDue(due.id().shard(), 100, LONG, LONG, LONG).join();
        return due;
    }

    private Call queued(String campaign) {
        return create(campaign, Optional.empty());
    }

    private Call scheduled(String campaign) {
        return create(campaign, Optional.of(Instant.now().plus(LATER)));
    }

    private Call dialing(String campaign) {
        return scene.move(queued(campaign).id(), (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));
    }

    private Call unknown(String campaign) {
        return scene.move(dialing(campaign).id(), (call, now) -> Moves.doubt(call, 1, now, now.plus(LATER)));
    }

    private Call ringing(String campaign) {
        CallId id = dialing(campaign).id();
        scene.move(id, (call, now) -> Moves.accept(call, 1, now, Optional.of("request"), Optional.empty(), LONG));
        return scene.move(id, (call, now) -> Moves.ring(call, 1, now, now, Optional.of("call-uuid"), LONG));
    }

    private Call create(String campaign, Optional<Instant> due) {
        CallId id = Scene.newId();
        CallRequest request = Scene.parsed(request(campaign, id, due));
        return store.create(Call.created(id, request.order(Instant.now()), due), request).join().call();
    }

    private static String request(String campaign, CallId id, Optional<Instant> scheduledAt) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("phone_number", "+919123456789", "campaign_id",
                campaign, "custom_call_id", id.value()));
        scheduledAt.ifPresent(at -> fields.put("scheduled_at", at.toString()));
        return Json.text(fields);
    }

    private void cancel(boolean hangUp) {
        put(new Cancellation(Instant.now(), hangUp, false));
    }

    private void put(Cancellation cancellation) {
        control.apply(new CampaignKey(mine, CampaignSetting.CANCELLED).text(), offset++,
                Optional.of(Json.bytes(CampaignSettings.of(Optional.of(cancellation))))).join();
    }

    private CallStatus status(Call call) {
        return scene.call(call.id()).status();
    }

    private Call lastEvent(Call call) {
        return scene.awaitRecords(Topics.EVENTS, call.id().value(), 1).isEmpty()
                ? call
                : scene.events(call.id()).getLast();
    }

    private long count(CallStatus status) {
        return store.overview().campaignCounts(mine).join().of(status);
    }

    /** The counts of the campaign are those of its calls, and every one that is not final is kept. */
    private void assertCountsAreTrue() {
        Map<CallStatus, Long> counted = new EnumMap<>(CallStatus.class);
        CallWalk walk = new CallWalk(scene.connections().redis());
        CallWalk.Page page = walk.first().join();
        while (true) {
            page.ids().stream().distinct().map(scene::call).filter(call -> call.order().campaignId().equals(mine))
                    .forEach(call -> counted.merge(call.status(), 1L, Long::sum));
            if (page.isLast()) {
                break;
            }
            page = walk.from(page.next()).join();
        }
        for (CallStatus status : CallStatus.values()) {
            assertThat(count(status)).as(status.word()).isEqualTo(counted.getOrDefault(status, 0L));
        }
        assertThat(store.overview().campaignCounts(mine).join().parked()).isZero();
        assertThat(new Audit(store, walk, scene.connections().clients()).run().faults()).isEmpty();
    }
}
