package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.SampleCalls;
import io.callqueue.call.Verdict;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallConfig;
import io.callqueue.request.CallRequest;
import io.callqueue.request.MachineDetection;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Creation and moves, each script sent once and sent twice: the outcome is the same. */
@ParameterizedClass(name = "scripts sent twice: {0}")
@ValueSource(booleans = {false, true})
class CallStoreTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final CallId ID = new CallId("call-1");
    private static final CallRequest REQUEST = OpenStore.request("campaign-1");
    private static OpenStore open;

    @Parameter
    boolean twice;
    private CallStore store;

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
        store = twice ? open.sendingTwice() : open.store;
    }

    private Creation create(CallRequest request, Optional<Instant> due) {
        return await(store.create(OpenStore.call(ID.value(), request, due), request));
    }

    private Call moved(Mover mover) {
        Update update = await(store.update(ID, mover));
        assertThat(update).isInstanceOf(Update.Moved.class);
        assertThat(KeepingRule.violations(open)).isEmpty();
        return update.known().orElseThrow();
    }

    @Test
    void a_new_call_is_created_and_can_be_read() {
        Creation created = create(REQUEST, Optional.empty());
        assertThat(created).isInstanceOf(Creation.Created.class);
        assertThat(created.call().status()).isEqualTo(CallStatus.QUEUED);
        assertThat(created.call().epoch()).isEqualTo(1);
        assertThat(open.read("call-1")).isEqualTo(created.call());
        assertThat(await(store.details().request(ID))).contains(REQUEST);
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @Test
    void a_scheduled_call_is_created_with_its_timer() {
        Instant due = open.now().plusSeconds(60);
        assertThat(create(REQUEST, Optional.of(due)).call().status()).isEqualTo(CallStatus.SCHEDULED);
        assertThat(await(open.redis.zscore(ShardKeys.of(ID).timers(), "call-1"))).isEqualTo(due.toEpochMilli());
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @Test
    void the_same_request_again_finds_the_call_as_it_stands() {
        create(REQUEST, Optional.empty());
        Call claimed = moved((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN));
        assertThat(create(REQUEST, Optional.empty())).isEqualTo(new Creation.Existing(claimed));
        assertThat(await(store.overview().counts()).of(CallStatus.QUEUED)).isZero();
    }

    @Test
    void another_request_under_the_same_id_is_a_conflict_and_changes_nothing() {
        Call first = create(REQUEST, Optional.empty()).call();
        Creation second = create(OpenStore.request("campaign-2"), Optional.of(open.now()));
        assertThat(second).isEqualTo(new Creation.Conflict(first));
        assertThat(await(store.details().request(ID))).contains(REQUEST);
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    @Test
    void a_call_goes_the_whole_way_and_each_step_reads_back_as_it_was_answered() {
        create(REQUEST, Optional.empty());
        Optional<String> uuid = Optional.of("uuid-1");
        List<Mover> road = List.of((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN),
                (call, now) -> Moves.accept(call, 1, now, uuid, Optional.empty(), SPAN),
                (call, now) -> Moves.ring(call, 1, now, now, uuid, SPAN),
                (call, now) -> Moves.answer(call, 1, now, now, uuid, SPAN),
                (call, now) -> Moves.machine(call, 1, now, now),
                (call, now) -> Moves.cancel(call, now), (call, now) -> Moves.end(call, 1, now,
                        SampleCalls.ending(Outcome.ANSWERED), uuid, new Verdict.Complete()));
        for (int i = 0; i < road.size(); i++) {
            Call call = moved(road.get(i));
            assertThat(open.read("call-1")).isEqualTo(call);
            assertThat(call.version()).isEqualTo(i + 2);
        }
        assertThat(open.read("call-1").status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(await(store.overview().active())).isEmpty();
    }

    @Test
    void a_call_goes_its_way_in_a_redis_whose_memory_is_full() {
        create(REQUEST, Optional.empty());
        await(open.redis.configSet("maxmemory", "1"));
        try {
            moved((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN));
            moved((call, now) -> Moves.accept(call, 1, now, Optional.empty(), Optional.empty(), SPAN));
            Call ended = moved((call, now) -> Moves.end(call, 1, now, SampleCalls.ending(Outcome.ANSWERED),
                    Optional.empty(), new Verdict.Complete()));
            assertThat(ended.status()).isEqualTo(CallStatus.COMPLETED);
            open.connection.look();
            assertThat(open.connection.closedBecause()).isEmpty();
        } finally {
            await(open.redis.configSet("maxmemory", "0"));
        }
    }

    @Test
    void ended_attempts_are_kept_in_their_order() {
        create(REQUEST, Optional.empty());
        for (int attempt = 1; attempt <= 11; attempt++) {
            int number = attempt;
            moved((call, now) -> Moves.claim(call, call.revision(), now, "pod", "lease", SPAN));
            moved((call, now) -> Moves.end(call, number, now, SampleCalls.ending(Outcome.BUSY), Optional.empty(),
                    new Verdict.Retry(Duration.ZERO, false)));
            await(open.store.fireDue(ID.shard(), 10, SPAN, SPAN, SPAN));
        }
        assertThat(await(store.details().endedAttempts(ID))).extracting(Attempt::number).containsExactly(1, 2, 3, 4, 5,
                6, 7, 8,
                9, 10, 11);
        Attempt last = await(store.details().endedAttempts(ID)).getLast();
        assertThat(last.ending()).contains(told(Outcome.BUSY, last.claimedAt()));
    }

    /** Long ago, by the clock of who told it: not before the attempt. */
    private static Ending told(Outcome outcome, Instant at) {
        Ending sample = SampleCalls.ending(outcome);
        return new Ending(at, outcome, sample.hangupCause(), sample.hangupCauseCode(), sample.error(),
                sample.durationSeconds());
    }

    @Test
    void a_move_is_decided_again_when_the_call_changed_meanwhile() {
        Call old = create(REQUEST, Optional.empty()).call();
        moved((call, now) -> Moves.claim(call, 1, now, "first", "lease", SPAN));
        Update late = await(
                store.update(old, open.now(), (call, now) -> Moves.claim(call, 1, now, "late", "lease", SPAN)));
        assertThat(late).isEqualTo(new Update.Stayed(open.read("call-1")));
        assertThat(open.read("call-1").attempt().orElseThrow().owner()).isEqualTo("first");
    }

    @Test
    void a_move_of_an_unknown_call_finds_nothing() {
        assertThat(await(store.update(ID, Moves::cancel))).isEqualTo(new Update.Absent());
        Call ghost = OpenStore.call("call-1", REQUEST, Optional.empty());
        assertThat(await(store.update(ghost, open.now(), Moves::cancel))).isEqualTo(new Update.Absent());
        assertThat(open.keys()).isEmpty();
    }

    @Test
    void a_call_from_a_faster_clock_never_goes_back_in_time() {
        create(REQUEST, Optional.empty());
        Instant ahead = Instant.ofEpochMilli(open.now().plusSeconds(3600).toEpochMilli());
        await(open.redis.hset(ShardKeys.of(ID).call(ID), "updated_at", String.valueOf(ahead.toEpochMilli())));
        assertThat(await(store.read(ID)).now()).isEqualTo(ahead);
        Call claimed = moved((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN));
        assertThat(claimed.updatedAt()).isEqualTo(ahead);
        assertThat(claimed.attempt().orElseThrow().claimedAt()).isEqualTo(ahead);
    }

    @Test
    void every_answer_names_the_epoch_that_redis_has() {
        await(open.redis.set(ShardKeys.of(ID).epoch(), "7"));
        assertThat(create(REQUEST, Optional.empty()).call().epoch()).isEqualTo(7);
        await(open.redis.set(ShardKeys.of(ID).epoch(), "8"));
        Call before = open.read("call-1");
        await(open.redis.set(ShardKeys.of(ID).epoch(), "9"));
        Update update = await(
                store.update(before, open.now(), (call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN)));
        assertThat(update.known().orElseThrow().epoch()).isEqualTo(9);
    }

    @Test
    void active_calls_are_listed_and_all_are_counted_by_status_and_priority() {
        create(REQUEST, Optional.empty());
        CallRequest urgent = REQUEST.withPriority(Priority.URGENT);
        await(store.create(OpenStore.call("call-2", urgent, Optional.empty()), urgent));
        moved((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN));
        assertThat(await(store.overview().active())).containsExactly(ID);
        StatusCounts counts = await(store.overview().counts());
        assertThat(counts.of(CallStatus.DIALING)).isEqualTo(1);
        assertThat(counts.of(CallStatus.QUEUED, Priority.URGENT)).isEqualTo(1);
        assertThat(counts.of(CallStatus.QUEUED, Priority.NORMAL)).isZero();
    }

    @Test
    void a_forgotten_call_leaves_nothing_but_its_count_among_all() {
        create(REQUEST, Optional.empty());
        moved((call, now) -> Moves.claim(call, 1, now, "pod", "lease", SPAN));
        Call ended = moved((call, now) -> Moves.end(call, 1, now, SampleCalls.ending(Outcome.ANSWERED),
                Optional.empty(), new Verdict.Complete()));
        await(store.ended().forget(ID.shard(), ended.updatedAt().minusMillis(1), List.of(ID)));
        assertThat(await(store.read(ID)).call()).isPresent();
        await(store.ended().forget(ID.shard(), open.now(), List.of(ID)));
        assertThat(open.keys()).containsExactly(ShardKeys.of(ID).counts());
        assertThat(await(store.overview().counts()).of(CallStatus.COMPLETED)).isEqualTo(1);
        assertThat(await(store.overview().campaignCounts("campaign-1")).total()).isZero();
    }

    @Test
    void a_campaign_s_counts_are_of_the_calls_that_are_not_forgotten() {
        List<String> ids = OpenStore.idsOfShard(3, 3);
        for (String id : ids) {
            await(open.store.create(OpenStore.call(id, REQUEST, Optional.empty()), REQUEST));
        }
        Update parked = await(open.store.update(new CallId(ids.get(0)), (c, now) -> Moves.park(c, 1, now, "paused")));
        await(open.store.unpark(3, "campaign-1", 1, false));
        Call back = await(open.store.update(parked.known().orElseThrow().id(), Moves::cancel)).known().orElseThrow();
        await(open.store.update(new CallId(ids.get(1)), Moves::cancel));
        await(open.redis.zadd(new ShardKeys(3).ended(), 0, back.id().value()));
        forget(ids, Instant.ofEpochMilli(1));
        CampaignCounts counts = await(store.overview().campaignCounts("campaign-1"));
        assertThat(counts.of(CallStatus.CANCELLED)).isEqualTo(1);
        assertThat(counts.of(CallStatus.QUEUED)).isEqualTo(1);
        assertThat(counts.total()).isEqualTo(2);
        forget(ids, open.now());
        assertThat(await(store.overview().campaignCounts("campaign-1")).total()).isEqualTo(1);
        assertThat(await(new CampaignIds(open.redis).page("", 10))).containsExactly("campaign-1");
        await(open.store.update(new CallId(ids.get(2)), Moves::cancel));
        forget(ids, open.now());
        assertThat(await(new CampaignIds(open.redis).page("", 10))).isEmpty();
        assertThat(await(open.redis.exists(new ShardKeys(3).campaign("campaign-1")))).isZero();
    }

    private void forget(List<String> ids, Instant endedBefore) {
        await(open.store.ended().forget(3, endedBefore, ids.stream().map(CallId::new).toList()));
    }

    @Test
    void only_what_ended_before_is_forgotten_and_the_oldest_is_told_first() {
        List<String> ids = OpenStore.idsOfShard(3, 5);
        for (int i = 0; i < ids.size(); i++) {
            CallId id = new CallId(ids.get(i));
            await(open.store.create(OpenStore.call(id.value(), REQUEST, Optional.empty()), REQUEST));
            await(open.store.update(id, Moves::cancel));
            await(open.redis.zadd(new ShardKeys(3).ended(), i, id.value()));
        }
        List<CallId> all = ids.stream().map(CallId::new).toList();
        assertThat(await(open.store.ended().before(3, Instant.ofEpochMilli(3), 2))).isEqualTo(all.subList(0, 2));
        assertThat(await(open.store.ended().before(3, Instant.ofEpochMilli(3), 10))).isEqualTo(all.subList(0, 4));
        assertThat(await(open.store.ended().forget(3, Instant.ofEpochMilli(3), all.subList(2, 5)))).isEqualTo(2);
        assertThat(await(open.redis.zrange(new ShardKeys(3).ended(), 0, -1)))
                .containsExactly(ids.get(0), ids.get(1), ids.get(4));
        assertThat(await(open.store.ended().forget(3, Instant.ofEpochMilli(3), all))).isEqualTo(2);
        assertThat(await(open.redis.zrange(new ShardKeys(3).ended(), 0, -1))).containsExactly(ids.get(4));
    }

    @Test
    void a_confirmed_record_keeps_the_call_from_then_on() {
        create(REQUEST, Optional.of(Instant.EPOCH));
        Call popped = await(open.store.fireDue(ID.shard(), 10, SPAN, SPAN, SPAN)).fired().getFirst().call();
        for (Popped other : List.of(new Popped(ID, popped.revision() - 1, popped.epoch()),
                new Popped(ID, popped.revision(), popped.epoch() - 1))) {
            await(store.confirm(ID.shard(), List.of(other)));
        }
        assertThat(await(open.redis.zcard(ShardKeys.of(ID).inflight()))).isEqualTo(1);
        await(store.confirm(ID.shard(), List.of(Popped.of(popped))));
        assertThat(await(open.redis.zcard(ShardKeys.of(ID).inflight()))).isZero();
        assertThat(KeepingRule.violations(open)).isEmpty();
        assertThat(open.read("call-1")).isEqualTo(popped);
    }

    @Test
    void a_claim_before_the_confirm_takes_the_call_out_of_inflight() {
        create(REQUEST, Optional.of(Instant.EPOCH));
        Call popped = await(open.store.fireDue(ID.shard(), 10, SPAN, SPAN, SPAN)).fired().getFirst().call();
        moved((call, now) -> Moves.claim(call, 2, now, "pod", "lease", SPAN));
        await(store.confirm(ID.shard(), List.of(Popped.of(popped))));
        assertThat(KeepingRule.violations(open)).isEmpty();
        assertThat(open.read("call-1").status()).isEqualTo(CallStatus.DIALING);
    }

    @Test
    void requests_survive_redis_with_their_variables() {
        CallRequest rich = new CallRequest(REQUEST.phoneNumber(), "c", Optional.of("call-1"), Priority.LOW,
                Optional.empty(), Optional.empty(), 0, Optional.of("Asia/Kolkata"), Optional.empty(), Map.of(),
                new CallConfig(Optional.of("en-US"), 60, 30, Optional.of(true), Optional.empty(),
                        MachineDetection.HANGUP, Optional.of("https://a.example/x"),
                        Map.of("name", "Zoë ☎ 📞", "n", 3, "list", List.of(1, "two", true))));
        await(store.create(OpenStore.call("call-1", rich, Optional.empty()), rich));
        assertThat(await(store.details().request(ID))).contains(rich);
    }
}
