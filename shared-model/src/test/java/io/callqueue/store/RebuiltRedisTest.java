package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Erased;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.SampleCalls;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.control.DialPeriod;
import io.callqueue.control.DoNotCall;
import io.callqueue.control.Erasure;
import io.callqueue.control.Limits;
import io.callqueue.control.RetryFailed;
import io.callqueue.control.Stop;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.rebuild.OtherKafka;
import io.callqueue.rebuild.Rebuild;
import io.callqueue.request.CallRequest;
import io.callqueue.startup.Connections;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A Redis that lost all or some of what it held, and what the ledger makes of it. */
class RebuiltRedisTest {
    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MUCH = 1 << 30;
    private static final CallRequest REQUEST = OpenStore.request("campaign-1");
    private static final List<String> IDS = List.of("queued", "scheduled", "dialing", "talking", "retrying", "parked",
            "completed", "again");

    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private EmbeddedRedis redis;
    private Connections to;

    @BeforeEach
    void open() throws InterruptedException {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        redis = EmbeddedRedis.start(RedisOptions.temporary());
        to = Connections.open(new KafkaSettings(kafka.bootstrapServers(), 3, (short) 1, Duration.ofSeconds(6)),
                redisSettings(), new Random(1));
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(() -> to.redisClosedBecause().isEmpty());
    }

    private RedisSettings redisSettings() {
        return new RedisSettings(redis.uri(), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        to.close();
        redis.close();
    }

    /** A call of each kind. */
    private void fill() {
        for (String id : IDS) {
            create(id, id.equals("scheduled") ? Optional.of(later()) : Optional.empty());
        }
        claim("dialing", 1);
        claim("talking", 1);
        move("talking", (call, now) -> Moves.answer(call, 1, now, now, Optional.of("uuid-talking"), SPAN));
        claim("retrying", 1);
        end("retrying", 1, Outcome.NO_ANSWER, new Verdict.Retry(Duration.ofHours(1), true));
        move("parked", (call, now) -> Moves.park(call, 1, now, "its campaign is paused"));
        claim("completed", 1);
        end("completed", 1, Outcome.ANSWERED, new Verdict.Complete());
        claim("again", 1);
        end("again", 1, Outcome.BUSY, new Verdict.Retry(Duration.ZERO, true));
        popAndConfirm("again");
    }

    private static Instant later() {
        return Instant.ofEpochMilli(4_000_000_000_000L);
    }

    private void create(String id, Optional<Instant> due) {
        Call call = OpenStore.call(id, REQUEST, due);
        to.topics().event(to.store().create(call, REQUEST).join().call(), REQUEST).join();
    }

    private void move(String id, Mover mover) {
        Call moved = to.store().update(new CallId(id), mover).join().known().orElseThrow();
        to.topics().event(moved).join();
    }

    private void claim(String id, int revision) {
        move(id, (call, now) -> Moves.claim(call, revision, now, "pod", lease(id, call.attemptNumber() + 1), SPAN));
        to.redis().zadd(AdmissionKeys.LEASES, Double.POSITIVE_INFINITY, lease(id, 1)).toCompletableFuture().join();
        to.redis().hset(AdmissionKeys.CALLEES, REQUEST.phoneNumber(), lease(id, 1)).toCompletableFuture().join();
    }

    private static String lease(String id, int attempt) {
        return id + "/" + attempt + "/token#campaign-1@+14155550100";
    }

    private void end(String id, int attempt, Outcome outcome, Verdict verdict) {
        move(id, (call, now) -> Moves.end(call, attempt, now, SampleCalls.ending(outcome),
                Optional.of("uuid-" + id), verdict));
        to.redis().zrem(AdmissionKeys.LEASES, lease(id, attempt)).toCompletableFuture().join();
    }

    private void popAndConfirm(String id) {
        await().atMost(PATIENCE).until(() -> {
            for (Due.Fired fired : to.store().fireDue(new CallId(id).shard(), 10, SPAN, SPAN, SPAN).join().fired()) {
                to.topics().firedEvent(fired.call()).join();
                to.store().confirm(fired.call().id().shard(), List.of(Popped.of(fired.call()))).join();
            }
            return read(id).status() == CallStatus.QUEUED;
        });
    }

    private Call read(String id) {
        return to.store().read(new CallId(id)).join().call().orElseThrow();
    }

    /** All that is known of each call but the epoch. */
    private Map<String, List<Object>> known() {
        Map<String, List<Object>> known = new TreeMap<>();
        for (String id : IDS) {
            List<Object> of = new ArrayList<>(CallHash.write(read(id)));
            of.add(to.store().details().request(new CallId(id)).join());
            of.add(to.store().details().endedAttempts(new CallId(id)).join().stream().map(Attempt::number).toList());
            known.put(id, of);
        }
        return known;
    }

    private void loses(Runnable data) {
        long epoch = epoch();
        data.run();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> epoch() > epoch);
        await().atMost(PATIENCE).until(() -> to.redisClosedBecause().isEmpty());
    }

    private long epoch() {
        return to.store().read(new CallId("nobody")).join().epoch();
    }

    private void flushAll() {
        to.redis().flushall().toCompletableFuture().join();
    }

    private void expectKeepings() {
        try (OpenStore open = new OpenStore(redis.uri())) {
            assertThat(KeepingRule.violations(open)).isEmpty();
        }
    }

    @Test
    void an_emptied_redis_has_every_call_again_and_its_keeping() {
        fill();
        Map<String, List<Object>> before = known();
        var counts = to.store().overview().counts().join();
        loses(this::flushAll);
        assertThat(known()).isEqualTo(before);
        assertThat(to.store().overview().counts().join()).isEqualTo(counts);
        expectKeepings();
        assertThat(entries("inflight", "again")).isEqualTo(1);
        assertThat(entries("inflight", "queued")).isZero();
    }

    private long entries(String set, String id) {
        return to.redis().zscore(set + ":{" + new CallId(id).shard() + "}", id).toCompletableFuture().join() == null
                ? 0
                : 1;
    }

    @Test
    void a_redis_that_was_restarted_without_its_data_has_every_call_again() {
        fill();
        Map<String, List<Object>> before = known();
        loses(() -> {
            redis.kill();
            redis.start();
        });
        assertThat(known()).isEqualTo(before);
        expectKeepings();
    }

    /** A failover and back: the process is the same one, and has what the other one had. */
    @Test
    void a_redis_that_was_a_replica_meanwhile_has_what_the_other_one_did_not_get() {
        try (EmbeddedRedis other = EmbeddedRedis.start(RedisOptions.temporary())) {
            fill();
            loses(() -> replicate(other, redis)); // its first replica gives it another replication id
            await().atMost(PATIENCE).until(() -> tells(other, "master_link_status:up"));
            command(other, redis -> redis.replicaofNoOne());
            move("scheduled", Moves::cancel);
            Map<String, List<Object>> before = known();
            loses(() -> {
                replicate(redis, other);
                await().atMost(PATIENCE).until(() -> tells(redis, "master_link_status:up"));
                command(redis, redis -> redis.replicaofNoOne());
            });
            assertThat(known()).isEqualTo(before);
            expectKeepings();
        }
    }

    private static void replicate(EmbeddedRedis replica, EmbeddedRedis master) {
        command(replica, redis -> redis.replicaof("127.0.0.1", master.port()));
    }

    private static boolean tells(EmbeddedRedis of, String line) {
        return command(of, redis -> redis.info("replication")).contains(line);
    }

    private static String command(EmbeddedRedis to, Function<RedisCommands<String, String>, String> command) {
        try (RedisClient client = RedisClient.create(to.uri())) {
            return command.apply(client.connect().sync());
        }
    }

    @Test
    void a_redis_that_was_set_back_to_an_older_state_has_what_came_after_it() {
        fill();
        to.redis().save().toCompletableFuture().join();
        claim("queued", 1);
        end("talking", 1, Outcome.ANSWERED, new Verdict.Complete());
        move("parked", Moves::cancel);
        create("new", Optional.empty());
        Map<String, List<Object>> before = known();
        loses(() -> {
            redis.kill();
            redis.start();
        });
        assertThat(known()).isEqualTo(before);
        assertThat(read("new").status()).isEqualTo(CallStatus.QUEUED);
        assertThat(heldLeases()).containsExactlyInAnyOrder(lease("queued", 1), lease("dialing", 1));
        expectKeepings();
    }

    /** Redis comes back with a call that was dialed and forgotten since: the ledger has no word of it any more. */
    @Test
    void a_redis_that_is_older_than_what_is_remembered_brings_back_nothing_that_was_forgotten() {
        fill();
        List<String> others = List.of("user:{12}:cart", "user:{64}:cart", "x:{9999999999}");
        others.forEach(key -> to.redis().set(key, "not ours").toCompletableFuture().join());
        String seen = "seen:{admission}";
        do { // nobody knows how old it is
            to.redis().del(seen).toCompletableFuture().join();
            to.redis().save().toCompletableFuture().join();
        } while (to.redis().exists(seen).toCompletableFuture().join() > 0);
        claim("queued", 1);
        end("queued", 1, Outcome.ANSWERED, new Verdict.Complete());
        to.topics().forgottenEvent(read("queued"), Instant.now()).join();
        loses(() -> {
            redis.kill();
            redis.start();
        });
        assertThat(to.store().read(new CallId("queued")).join().call()).isEmpty();
        assertThat(read("scheduled").status()).isEqualTo(CallStatus.SCHEDULED);
        assertThat(others).allSatisfy(
                key -> assertThat(to.redis().get(key).toCompletableFuture().join()).isEqualTo("not ours"));
        expectKeepings();
    }

    @Test
    void a_redis_that_was_made_from_another_kafka_is_left_as_it_is() {
        fill();
        Map<String, List<Object>> before = known();
        new Epochs(to.redis()).setMadeFrom("another");
        assertThatThrownBy(() -> rebuild(MUCH)).isInstanceOf(OtherKafka.class).hasMessageContaining("another");
        assertThat(known()).isEqualTo(before);
        assertThat(to.redisClosedBecause()).isEmpty();
    }

    @Test
    void of_a_kafka_that_lost_its_topics_nothing_is_removed() {
        fill();
        kafka.deleteTopics();
        assertThatThrownBy(() -> rebuild(MUCH)).isInstanceOf(OtherKafka.class).hasMessageContaining("epoch 1");
        try (RedisConnection own = RedisConnection.open(redisSettings())) {
            assertThat(own.unchecked().exists("call:{" + new CallId("queued").shard() + "}:queued")
                    .toCompletableFuture().join()).isEqualTo(1);
        }
    }

    @Test
    void more_calls_than_are_held_at_once_are_read_in_parts() {
        fill();
        Map<String, List<Object>> before = known();
        Rebuild.Done all = rebuild(MUCH);
        Rebuild.Done parts = rebuild(1);
        assertThat(known()).isEqualTo(before);
        assertThat(parts.calls()).isEqualTo(IDS.size()).isEqualTo(all.calls());
        assertThat(parts.records()).isEqualTo(all.records());
        expectKeepings();
    }

    /**
     * By a connection of its own, as a pod does it: through that of others nothing goes once it is seen to be closed. The other pod may look
     * whether there is anything to do for it just then.
     */
    private Rebuild.Done rebuild(long held) {
        try (RedisConnection own = RedisConnection.open(redisSettings())) {
            Rebuild.Done done = await().atMost(PATIENCE).pollDelay(Duration.ZERO)
                    .until(() -> rebuilder(held).run(own.unchecked(), true), Optional::isPresent).orElseThrow();
            await().atMost(PATIENCE).until(() -> to.redisClosedBecause().isEmpty());
            return done;
        }
    }

    private Rebuild rebuilder(long held) {
        return new Rebuild(to.clients(), to.admin(), to.sender(), System::nanoTime, held);
    }

    @Test
    void a_pod_that_comes_when_another_has_just_made_it_anew_does_not_do_it_again() {
        fill();
        loses(this::flushAll);
        long epoch = epoch();
        assertThat(rebuilder(MUCH).run(to.redis(), false)).isEmpty();
        assertThat(epoch()).isEqualTo(epoch);
    }

    @Test
    void a_redis_that_was_set_back_has_nothing_of_a_person_who_was_erased_since() {
        fill();
        claim("again", read("again").revision());
        end("again", 2, Outcome.ANSWERED, new Verdict.Complete());
        to.redis().save().toCompletableFuture().join();
        Call erased = Erased.call(read("completed"), Instant.now());
        to.topics().event(erased, REQUEST.erased()).join();
        to.topics().event(Erased.call(read("again"), Instant.now()), REQUEST.erased()).join();
        loses(() -> {
            redis.kill();
            redis.start();
        });
        assertThat(read("completed").order().phoneNumber()).isEqualTo(Erased.NUMBER);
        assertThat(to.store().details().request(new CallId("completed")).join()).contains(REQUEST.erased());
        assertThat(to.store().details().endedAttempts(new CallId("completed")).join())
                .singleElement().satisfies(attempt -> assertThat(attempt.callUuid()).isEmpty());
        assertThat(to.store().details().endedAttempts(new CallId("again")).join()).as("also the one before the last")
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.callUuid()).isEmpty());
        expectKeepings();
    }

    /** The id of a call that was forgotten is used again, and Redis is set back to its former life. */
    @Test
    void of_two_calls_with_one_id_the_later_one_stands() {
        fill();
        to.redis().save().toCompletableFuture().join();
        Call former = read("completed");
        to.topics().forgottenEvent(former, Instant.now()).join();
        CallRequest other = OpenStore.request("campaign-2");
        Call next = Call.created(former.id(), other.order(former.order().createdAt().plusSeconds(9)), Optional.empty());
        to.topics().event(new Call(next.id(), epoch(), 1, 1, next.status(), next.order(), 0, 0, false, Optional.empty(),
                Optional.empty(), Optional.empty(), next.updatedAt(), Optional.empty()), other).join();
        loses(() -> {
            redis.kill();
            redis.start();
        });
        assertThat(read("completed").status()).isEqualTo(CallStatus.QUEUED);
        assertThat(to.store().details().request(former.id()).join()).contains(other);
        assertThat(to.store().details().endedAttempts(former.id()).join()).isEmpty();
        assertThat(to.store().overview().campaignCounts("campaign-2").join().total()).isEqualTo(1);
        assertThat(to.store().overview().campaignCounts("campaign-1").join().of(CallStatus.COMPLETED)).isZero();
    }

    private List<String> heldLeases() {
        return to.redis().zrange(AdmissionKeys.LEASES, 0, -1).toCompletableFuture().join();
    }

    @Test
    void attempts_that_may_be_alive_hold_their_slots_again_and_no_other() {
        fill();
        loses(this::flushAll);
        assertThat(heldLeases()).containsExactlyInAnyOrder(lease("dialing", 1), lease("talking", 1));
        assertThat(to.redis().zrange(AdmissionKeys.LEASES + ":campaign-1", 0, -1).toCompletableFuture().join())
                .hasSize(2);
        assertThat(to.redis().get(AdmissionKeys.trace("uuid-completed")).toCompletableFuture().join())
                .isEqualTo(lease("completed", 1));
    }

    @Test
    void settings_and_numbers_nobody_may_call_are_in_force_again() {
        ControlStore control = new ControlStore(to.redis());
        String key = new CampaignKey("campaign-1", CampaignSetting.PAUSED).text();
        to.sender().send(Topics.CONTROL, key, CampaignSettings.of(Optional.empty(), Optional.empty(), true)).join();
        to.sender().send(Topics.CONTROL, DoNotCall.key("+919123456789"),
                DoNotCall.of("+919123456789", Optional.empty(), SampleCalls.NOW)).join();
        loses(this::flushAll);
        assertThat(control.campaign("campaign-1").join().paused()).isTrue();
        assertThat(control.doNotCall().find("+919123456789").join()).isPresent();
    }

    /** As after a day: the records of settings that were unset since are gone from Kafka with those that unset them. */
    @Test
    void what_kafka_knows_nothing_of_any_more_is_in_force_no_longer() {
        CampaignSettings paused = CampaignSettings.of(Optional.empty(), Optional.empty(), true);
        to.sender().send(Topics.CONTROL, new CampaignKey("campaign-2", CampaignSetting.PAUSED).text(), paused).join();
        apply(new CampaignKey("campaign-1", CampaignSetting.PAUSED).text(), paused);
        apply(new CampaignKey("campaign-1", CampaignSetting.HANG_UP).text(),
                CampaignSettings.NONE.withHangUp(Optional.of(SampleCalls.NOW)));
        apply(new CampaignKey("campaign-1", CampaignSetting.CANCELLED).text(),
                CampaignSettings.of(Optional.of(new Cancellation(SampleCalls.NOW, true, false))));
        RetryFailed retry = RetryFailed.of("campaign-1", SampleCalls.NOW, Optional.empty());
        apply(retry.key(), retry);
        Stop stop = Stop.of(Stop.Scope.ACCOUNT, Stop.ACCOUNT, "out of credit", SampleCalls.NOW);
        apply(stop.key(), stop);
        apply(Limits.KEY, Limits.of(Optional.of(5), Optional.empty(), Optional.empty()));
        Erasure erasure = Erasure.of("+919123456789", SampleCalls.NOW);
        apply(erasure.key(), erasure);
        apply(DoNotCall.key("+919123456789"), DoNotCall.of("+919123456789", Optional.empty(), SampleCalls.NOW));
        new ControlStore(to.redis()).apply(DoNotCall.key("+919123456780"), 1, Optional.empty()).join();
        assertThat(ofControl()).hasSize(11);

        Rebuild.Done unused = rebuild(MUCH);

        assertThat(ofControl()).containsExactlyInAnyOrder("campaigns", "campaign-ids", "control");
        assertThat(to.redis().hkeys(ControlStore.CAMPAIGNS).toCompletableFuture().join())
                .containsExactly("campaign-2");
        assertThat(to.redis().hkeys("control:{admission}").toCompletableFuture().join()).hasSize(1);
    }

    private void apply(String key, Object value) {
        new ControlStore(to.redis()).apply(key, 1, Optional.of(Json.bytes(value))).join();
    }

    /** The names of all that admission has beside what is about Redis itself. */
    private List<String> ofControl() {
        return to.redis().keys("*:{admission}").toCompletableFuture().join().stream()
                .map(key -> key.substring(0, key.indexOf(':')))
                .filter(name -> !List.of("epoch", "run", "seen", "kafka", "rebuild").contains(name)).toList();
    }

    /** A number that was dialed as often as it may is not dialed again because Redis was lost. */
    @Test
    void attempts_count_for_their_number_again_where_these_are_capped() {
        fill();
        move("talking", (call, now) -> Moves.end(call, 1, now, SampleCalls.ending(Outcome.ANSWERED), Optional.empty(),
                new Verdict.Complete()));
        String dials = AdmissionKeys.dials(REQUEST.phoneNumber());
        loses(this::flushAll);
        assertThat(to.redis().exists(dials).toCompletableFuture().join()).as("there is no cap").isZero();
        to.sender().send(Topics.CONTROL, DialPeriod.KEY, DialPeriod.of(Duration.ofHours(1))).join();
        loses(this::flushAll);
        Instant dialedAt = read("talking").attempt().flatMap(Attempt::dialedAt).orElseThrow();
        assertThat(to.redis().zscore(dials, "talking/1").toCompletableFuture().join())
                .isEqualTo(dialedAt.toEpochMilli());
        assertThat(to.redis().pttl(dials).toCompletableFuture().join()).isBetween(1L, 3_600_000L);
        assertThat(to.redis().zscore(dials, "dialing/1").toCompletableFuture().join()).as("not known to be dialed")
                .isNull();
    }

    @Test
    void an_event_that_comes_after_redis_was_made_anew_fails_and_its_move_is_undone() {
        create("queued", Optional.empty());
        Call claimed = to.store().update(new CallId("queued"),
                (call, now) -> Moves.claim(call, 1, now, "pod", lease("queued", 1), SPAN)).join().known()
                .orElseThrow();
        loses(this::flushAll);
        assertThatThrownBy(() -> to.topics().event(claimed).join()).hasCauseInstanceOf(RedisRenewed.class);
        assertThat(read("queued").status()).isEqualTo(CallStatus.QUEUED);
    }

    @Test
    void a_call_as_it_stood_before_is_no_ground_for_a_move_even_if_its_version_is_the_same() {
        create("queued", Optional.empty());
        Call claimed = to.store().update(new CallId("queued"),
                (call, now) -> Moves.claim(call, 1, now, "lost", lease("queued", 1), SPAN)).join().known()
                .orElseThrow();
        loses(this::flushAll);
        move("queued", (call, now) -> Moves.expire(call, 1, now));
        assertThat(read("queued").version()).isEqualTo(claimed.version());
        to.store().update(claimed, claimed.updatedAt(),
                (call, now) -> Moves.doubt(call, 1, now, now.plus(SPAN))).join();
        assertThat(read("queued").status()).isEqualTo(CallStatus.EXPIRED);
    }

    @Test
    void a_restored_call_is_one_of_the_new_epoch_once_it_has_moved() {
        create("queued", Optional.empty());
        create("scheduled", Optional.of(later()));
        create("waits", Optional.empty());
        loses(this::flushAll);
        move("queued", (call, now) -> Moves.expire(call, 1, now));
        to.redis().zadd(new ShardKeys(new CallId("scheduled").shard()).timers(), 1, "scheduled").toCompletableFuture()
                .join();
        popAndConfirm("scheduled");
        assertThat(isKnownAsRestored("queued")).isFalse();
        assertThat(isKnownAsRestored("scheduled")).isFalse();
        assertThat(isKnownAsRestored("waits")).isTrue();
    }

    private boolean isKnownAsRestored(String id) {
        return to.redis().hexists(ShardKeys.of(new CallId(id)).call(new CallId(id)), "restored_epoch")
                .toCompletableFuture().join();
    }

    @Test
    void while_redis_is_closed_nothing_moves_and_who_takes_over_finds_all() {
        fill();
        Map<String, List<Object>> before = known();
        try (RedisConnection own = RedisConnection.open(redisSettings())) {
            own.unchecked().set(Epochs.PROGRESS, "a pod that dies : begun").toCompletableFuture().join();
            Epochs epochs = new Epochs(own.unchecked());
            Epochs.Closed dead = epochs.close("a pod that looks for the last hour", Instant.now().minusSeconds(9));
            assertThat(dead.missingFrom()).isAfter(Instant.EPOCH);
            dead = epochs.close("a pod that looks for all, and dies", Instant.EPOCH);
            assertThat(epochs.close("the same moment", Instant.now()).missingFrom()).isEqualTo(Instant.EPOCH);
            assertThatThrownBy(() -> to.store().update(new CallId("queued"), Moves::cancel).join())
                    .hasCauseInstanceOf(RedisException.class);
            own.unchecked().del(Epochs.PROGRESS).toCompletableFuture().join();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> known().equals(before));
            assertThat(epochs.open(dead.marks(), 99)).isFalse();
        }
        expectKeepings();
    }
}
