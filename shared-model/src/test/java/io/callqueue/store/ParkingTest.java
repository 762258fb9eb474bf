package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.SampleCalls;
import io.callqueue.call.SampleCalls.Fate;
import io.callqueue.call.Verdict;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Calls that wait under their campaign, on a real Redis; each move sent once and sent twice. */
@ParameterizedClass(name = "moves sent twice: {0}")
@ValueSource(booleans = {false, true})
class ParkingTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    private static final Duration LONG = Duration.ofSeconds(30);
    /** So long that no moment of it comes in the middle of a test. */
    private static final Duration LOOK = Duration.ofHours(1);
    private static final int SHARD = 5;
    private static final ShardKeys KEYS = new ShardKeys(SHARD);
    private static final List<String> IDS = OpenStore.idsOfShard(SHARD, 12);
    private static final String CAMPAIGN = "autumn/{2026} sale";
    private static final CallRequest REQUEST = OpenStore.request(CAMPAIGN);
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

    @AfterEach
    void every_call_is_kept_once_and_counted() {
        assertThat(KeepingRule.violations(open)).isEmpty();
    }

    /** The call of this number, created so many seconds after the first and parked. */
    private Call parked(int number) {
        Call created = OpenStore.call(IDS.get(number), REQUEST, Optional.empty());
        return parked(created, number);
    }

    private Call parked(Call created, int number) {
        Call later = createdAt(created, Instant.ofEpochMilli(1_700_000_000_000L).plusSeconds(number));
        await(store.create(later, REQUEST));
        return moved(later.id(), (call, now) -> Moves.park(call, 1, now, "the campaign is paused"));
    }

    private static Call createdAt(Call call, Instant at) {
        Order order = call.order();
        return Call.created(call.id(),
                new Order(order.phoneNumber(), order.campaignId(), order.priority(),
                        order.maxRetries(), order.ringTimeout(), order.maxDuration(), at, order.scheduledAt(),
                        order.expiresAt(), order.requestHash()),
                Optional.empty());
    }

    private Call expiring(int number, Instant at) {
        return parked(SampleCalls.expiring(OpenStore.call(IDS.get(number), REQUEST, Optional.empty()), at), number);
    }

    private Call moved(CallId id, Mover mover) {
        Update update = await(store.update(id, mover));
        assertThat(update).isInstanceOf(Update.Moved.class);
        return update.known().orElseThrow();
    }

    private static Due fire() {
        return fire(100);
    }

    private static Due fire(int most) {
        return await(open.store.fireDue(SHARD, most, LONG, LONG, LOOK));
    }

    private static List<Due.Fired> unpark(int most) {
        return await(open.store.unpark(SHARD, CAMPAIGN, most, false));
    }

    private static List<String> ids(List<Due.Fired> fired) {
        return fired.stream().map(each -> each.call().id().value()).toList();
    }

    private static List<String> members(String sortedSet) {
        return await(open.redis.zrange(sortedSet, 0, -1));
    }

    private static CampaignCounts counts() {
        return await(open.store.overview().campaignCounts(CAMPAIGN));
    }

    @Test
    void calls_with_long_requests_come_back_few_at_once_and_their_campaign_is_looked_at_again_at_once() {
        for (int number = 0; number < 5; number++) {
            await(open.redis.set(KEYS.request(parked(number).id()), "x".repeat(150_000)));
        }
        await(open.redis.del(KEYS.timers()));
        assertThat(ids(unpark(10))).isEqualTo(IDS.subList(0, 2));
        assertThat(members(KEYS.timers())).containsExactly("/" + CAMPAIGN);
        assertThat(await(open.redis.zscore(KEYS.timers(), "/" + CAMPAIGN)).longValue())
                .isLessThanOrEqualTo(open.now().toEpochMilli());
        assertThat(ids(unpark(10))).isEqualTo(IDS.subList(2, 4));
        assertThat(ids(unpark(10))).isEqualTo(IDS.subList(4, 5));
    }

    @Test
    void expired_ones_with_long_requests_come_back_few_at_once() {
        for (int number = 0; number < 5; number++) {
            await(open.redis.set(KEYS.request(expiring(number, Instant.ofEpochMilli(2)).id()), "x".repeat(150_000)));
        }
        assertThat(fire().fired()).hasSize(2);
        Due second = fire();
        assertThat(second.fired()).hasSize(2);
        assertThat(second.untilNext()).contains(Duration.ZERO);
        assertThat(fire().fired()).hasSize(1);
    }

    @Test
    void a_parked_call_is_deferred_with_its_reason_and_waits_under_its_campaign_alone() {
        Call call = parked(0);
        assertThat(call.status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(call.revision()).isEqualTo(2);
        assertThat(call.dueAt()).isEmpty();
        assertThat(call.error()).contains("the campaign is paused");
        assertThat(members(KEYS.parked(CAMPAIGN))).containsExactly(IDS.getFirst());
        assertThat(members(KEYS.timers())).containsExactly("/" + CAMPAIGN);
        assertThat(await(new CallWalk(open.redis).kept(call))).isEqualTo(new CallWalk.Kept(false, false, true, true));
    }

    @Test
    void a_record_of_another_revision_parks_nothing() {
        Call created = OpenStore.call(IDS.getFirst(), REQUEST, Optional.empty());
        await(store.create(created, REQUEST));
        assertThat(await(store.update(created.id(), (call, now) -> Moves.park(call, 2, now, "late"))))
                .isInstanceOf(Update.Stayed.class);
        assertThat(members(KEYS.parked(CAMPAIGN))).isEmpty();
    }

    @Test
    void a_look_tells_of_the_campaign_and_comes_again_at_the_next_moment_of_that_campaign() {
        parked(0);
        Due due = fire();
        assertThat(due.looks()).containsExactly(CAMPAIGN);
        assertThat(due.fired()).isEmpty();
        assertThat(due.untilNext().orElseThrow()).isLessThanOrEqualTo(LOOK);
        assertThat(fire().looks()).as("not again at once").isEmpty();
        assertThat(members(KEYS.timers())).containsExactly("/" + CAMPAIGN);
    }

    @Test
    void looks_at_a_campaign_come_at_the_same_moment_in_every_shard_and_at_another_for_another_campaign() {
        long interval = Duration.ofHours(1).toMillis();
        for (int shard = 0; shard < 8; shard++) {
            for (String campaign : List.of("a", "b")) {
                await(open.redis.zadd(new ShardKeys(shard).timers(), 1, "/" + campaign));
                await(open.redis.zadd(new ShardKeys(shard).parked(campaign), 1, "stray"));
            }
            await(open.store.fireDue(shard, 10, LONG, LONG, Duration.ofMillis(interval)));
        }
        for (String campaign : List.of("a", "b")) {
            assertThat(IntStream.range(0, 8)
                    .mapToObj(shard -> await(open.redis.zscore(new ShardKeys(shard).timers(), "/" + campaign))
                            % interval)
                    .distinct()).as(campaign).hasSize(1);
        }
        assertThat(await(open.redis.zscore(KEYS.timers(), "/a")) % interval)
                .isNotEqualTo(await(open.redis.zscore(KEYS.timers(), "/b")) % interval);
        open.flush();
    }

    @Test
    void the_look_ends_when_nothing_is_parked_and_begins_again_with_the_next_parked_call() {
        Call call = parked(0);
        moved(call.id(), Moves::cancel);
        assertThat(fire()).isEqualTo(new Due(List.of(), List.of(), Optional.empty()));
        assertThat(members(KEYS.timers())).isEmpty();
        parked(1);
        assertThat(fire().looks()).containsExactly(CAMPAIGN);
    }

    @Test
    void a_call_that_is_parked_just_after_the_look_that_brought_all_back_is_looked_at() {
        parked(0);
        fire();
        assertThat(unpark(100)).hasSize(1);
        parked(1);
        await(open.redis.zadd(KEYS.timers(), 1, "/" + CAMPAIGN));
        assertThat(fire().looks()).containsExactly(CAMPAIGN);
        assertThat(ids(unpark(100))).containsExactly(IDS.get(1));
    }

    @Test
    void a_parked_call_can_be_cancelled() {
        Call call = moved(parked(0).id(), Moves::cancel);
        assertThat(call.status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(members(KEYS.parked(CAMPAIGN))).isEmpty();
        assertThat(unpark(10)).isEmpty();
    }

    @Test
    void a_parked_call_whose_attempt_was_alive_all_along_is_adopted() {
        Call lost = lost(IDS.getFirst());
        moved(lost.id(), (call, now) -> Moves.park(call, call.revision(), now, "paused"));
        Call adopted = moved(lost.id(), (call, now) -> Moves.ring(call, 1, now, now, Optional.of("uuid"), LONG));
        assertThat(adopted.status()).isEqualTo(CallStatus.RINGING);
        assertThat(members(KEYS.parked(CAMPAIGN))).isEmpty();
        assertThat(members(KEYS.timers())).contains(IDS.getFirst());
    }

    /** A call in the queue again after an attempt that Plivo does not know. */
    private Call lost(String id) {
        CallId callId = new CallId(id);
        await(store.create(OpenStore.call(id, REQUEST, Optional.empty()), REQUEST));
        moved(callId, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));
        moved(callId, (call, now) -> Moves.doubt(call, 1, now, now.plus(LONG)));
        moved(callId, (call, now) -> Moves.missing(call, 1, now, LONG));
        moved(callId, (call, now) -> Moves.missing(call, 1, now, LONG));
        return fire().fired().getFirst().call();
    }

    @Test
    void calls_come_back_the_oldest_first_a_bounded_number_at_once() {
        for (int number : List.of(3, 0, 2, 1)) {
            parked(number);
        }
        List<Due.Fired> first = unpark(3);
        assertThat(ids(first)).isEqualTo(IDS.subList(0, 3));
        assertThat(first).allSatisfy(fired -> {
            Call call = open.read(fired.call().id().value());
            assertThat(fired)
                    .isEqualTo(new Due.Record(call, await(open.redis.get(KEYS.request(call.id()))), Optional.empty()));
            assertThat(call.status()).isEqualTo(CallStatus.QUEUED);
            assertThat(call.revision()).isEqualTo(3);
            assertThat(call.error()).isEmpty();
        });
        assertThat(members(KEYS.inflight())).containsExactlyElementsOf(IDS.subList(0, 3).stream().sorted().toList());
        assertThat(ids(unpark(3))).containsExactly(IDS.get(3));
        assertThat(unpark(3)).isEmpty();
    }

    @Test
    void a_second_sending_brings_back_nothing_more() {
        for (int number = 0; number < 4; number++) {
            parked(number);
        }
        assertThat(await(open.sendingTwice().unpark(SHARD, CAMPAIGN, 2, true))).isEmpty();
        assertThat(members(KEYS.parked(CAMPAIGN))).isEqualTo(IDS.subList(2, 4));
        assertThat(ids(unpark(2))).isEqualTo(IDS.subList(2, 4));
        assertThat(ids(await(open.store.fireDue(SHARD, 10, LONG, Duration.ZERO, LOOK)).fired()))
                .containsExactlyInAnyOrderElementsOf(IDS.subList(0, 4));
    }

    @Test
    void a_call_whose_record_was_not_confirmed_comes_again_from_inflight() {
        parked(0);
        Due.Record back = (Due.Record) unpark(1).getFirst();
        assertThat(await(open.store.fireDue(SHARD, 10, LONG, Duration.ZERO, LOOK)).fired()).containsExactly(back);
        await(store.confirm(back.call().id().shard(), List.of(Popped.of(back.call()))));
        assertThat(members(KEYS.inflight())).isEmpty();
        assertThat(await(open.store.fireDue(SHARD, 10, LONG, Duration.ZERO, LOOK)).fired()).isEmpty();
    }

    @Test
    void while_more_may_come_back_the_campaign_is_looked_at_again_at_once() {
        parked(0);
        parked(1);
        fire();
        await(open.store.unpark(SHARD, CAMPAIGN, 1, true));
        assertThat(fire().looks()).containsExactly(CAMPAIGN);
        await(open.store.unpark(SHARD, CAMPAIGN, 1, true));
        await(open.redis.zadd(KEYS.timers(), 1, "/" + CAMPAIGN));
        assertThat(fire().looks()).as("nothing is parked").isEmpty();
    }

    @Test
    void a_call_that_may_go_on_no_more_is_parked_again() {
        parked(0);
        Call back = unpark(1).getFirst().call();
        Call again = moved(back.id(), (call, now) -> Moves.park(call, 3, now, "at its cap"));
        assertThat(again.revision()).isEqualTo(4);
        assertThat(members(KEYS.inflight())).isEmpty();
        assertThat(counts().parked()).isEqualTo(1);
    }

    @Test
    void an_expired_call_comes_back_by_the_look_though_its_campaign_stays_closed() {
        Instant now = open.now();
        expiring(0, now.minusSeconds(1));
        expiring(1, now.plusSeconds(3600));
        parked(2);
        Due due = fire();
        assertThat(ids(due.fired())).containsExactly(IDS.getFirst());
        assertThat(due.fired().getFirst().call().status()).isEqualTo(CallStatus.QUEUED);
        assertThat(due.looks()).containsExactly(CAMPAIGN);
        assertThat(members(KEYS.parkedExpiry(CAMPAIGN))).containsExactly(IDS.get(1));
        assertThat(ids(unpark(10))).isEqualTo(IDS.subList(1, 3));
        assertThat(members(KEYS.parkedExpiry(CAMPAIGN))).isEmpty();
    }

    @Test
    void expired_calls_come_back_a_bounded_number_at_once_and_the_rest_without_delay() {
        for (int number = 0; number < 7; number++) {
            expiring(number, open.now().minusSeconds(10 - number));
        }
        assertThat(ids(fire(3).fired())).isEqualTo(IDS.subList(0, 3));
        assertThat(ids(fire(3).fired())).isEqualTo(IDS.subList(3, 6));
        assertThat(ids(fire(3).fired())).isEqualTo(IDS.subList(6, 7));
        assertThat(fire(3)).isEqualTo(new Due(List.of(), List.of(), Optional.empty()));
    }

    @Test
    void looks_and_due_calls_share_a_batch_and_neither_keeps_the_other_waiting() {
        for (int number = 0; number < 6; number++) {
            String campaign = "campaign-" + number;
            await(open.redis.zadd(KEYS.timers(), 1, "/" + campaign));
            await(open.redis.zadd(KEYS.parked(campaign), 1, "stray"));
        }
        Call sample = SampleCalls.in(CallStatus.RETRYING, Fate.ENDED);
        Call due = new Call(new CallId(IDS.getFirst()), 1, 7, 5, CallStatus.RETRYING, sample.order(), 0, 0, false,
                sample.attempt(), sample.dueAt(), Optional.empty(), Instant.ofEpochMilli(1), Optional.empty());
        open.put(due, Optional.of(Instant.ofEpochMilli(2)));
        assertThat(fire(4).looks()).hasSize(4);
        Due rest = fire(4);
        assertThat(rest.looks()).hasSize(2);
        assertThat(ids(rest.fired())).containsExactly(IDS.getFirst());
        open.flush();
    }

    @Test
    void entries_of_calls_that_are_not_parked_go_without_a_trace() {
        Call live = lost(IDS.getFirst());
        Call ended = moved(parked(1).id(), Moves::cancel);
        for (String stray : List.of(live.id().value(), ended.id().value(), "nobody")) {
            await(open.redis.zadd(KEYS.parked(CAMPAIGN), 1, stray));
            await(open.redis.zadd(KEYS.parkedExpiry(CAMPAIGN), 1, stray));
            await(open.redis.hincrby(KEYS.campaign(CAMPAIGN), "parked:urgent", 1));
        }
        assertThat(unpark(1)).isEmpty();
        await(open.redis.zadd(KEYS.timers(), 1, "/" + CAMPAIGN));
        assertThat(fire()).extracting(Due::fired, Due::looks).containsExactly(List.of(), List.of());
        assertThat(open.read(live.id().value())).isEqualTo(live);
        assertThat(open.read(ended.id().value())).isEqualTo(ended);
    }

    @Test
    void a_campaign_is_counted_over_all_shards_by_status() {
        parked(0);
        parked(1);
        unpark(1);
        CallId other = new CallId(OpenStore.idsOfShard(9, 1).getFirst());
        await(store.create(OpenStore.call(other.value(), REQUEST, Optional.empty()), REQUEST));
        moved(other, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", LONG));
        moved(other, (call, now) -> Moves.end(call, 1, now, SampleCalls.ending(Outcome.ANSWERED), Optional.empty(),
                new Verdict.Complete()));
        CampaignCounts counts = counts();
        assertThat(counts.counts()).containsAllEntriesOf(Map.of(CallStatus.DEFERRED, 1L, CallStatus.QUEUED, 1L,
                CallStatus.COMPLETED, 1L, CallStatus.DIALING, 0L));
        assertThat(counts.parked()).isEqualTo(1);
        assertThat(counts.queued()).containsEntry(REQUEST.priority(), 1L);
        assertThat(counts.parkedByShard()).filteredOn(shard -> shard.getOrDefault(REQUEST.priority(), 0L) == 1)
                .hasSize(1);
        assertThat(await(open.store.overview().campaignCounts("another")).of(CallStatus.QUEUED)).isZero();
    }

    @Test
    void calls_come_back_from_a_redis_whose_memory_is_full() {
        parked(0);
        await(open.redis.configSet("maxmemory", "1"));
        try {
            assertThat(fire().looks()).containsExactly(CAMPAIGN);
            assertThat(ids(unpark(1))).containsExactly(IDS.getFirst());
        } finally {
            await(open.redis.configSet("maxmemory", "0"));
        }
    }
}
