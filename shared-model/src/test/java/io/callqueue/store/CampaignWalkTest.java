package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
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
import io.callqueue.call.SampleCalls;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.store.CampaignWalk.Order;
import io.callqueue.store.CampaignWalk.Route;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Walks over a campaign's calls, on a real Redis; each step asked for once and twice. */
@ParameterizedClass(name = "steps sent twice: {0}")
@ValueSource(booleans = {false, true})
class CampaignWalkTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final int SHARD = 5;
    private static final List<String> IDS = OpenStore.idsOfShard(SHARD, 320);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String FIRST = "{\"before\":\"2027-01-15T14:30:00Z\"}";
    private static final String SECOND = "{\"before\":\"2027-01-15T14:31:00Z\"}";
    private static OpenStore open;
    @Parameter
    boolean twice;
    private int next;

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

    private CampaignWalk walk(Duration passesApart) {
        return walk(Route.KEPT_HERE, passesApart);
    }

    private CampaignWalk walk(Route route, Duration passesApart) {
        return new CampaignWalk(twice ? OpenStore.twice(open.redis) : open.redis, route, passesApart);
    }

    private static Order order(String wanted) {
        return new Order("mine", "mine", wanted);
    }

    private Call scheduled(String campaign) {
        return create(campaign, Optional.of(Instant.parse("2030-01-15T14:30:00Z")));
    }

    private Call parked(String campaign) {
        Call call = create(campaign, Optional.empty());
        await(open.store.update(call.id(), (c, now) -> Moves.park(c, 1, now, "paused")));
        return call;
    }

    private Call inflight(String campaign) {
        Call call = create(campaign, Optional.of(Instant.EPOCH));
        await(open.store.fireDue(SHARD, 1000, LONG, LONG, LONG));
        return call;
    }

    private Call create(String campaign, Optional<Instant> due) {
        CallRequest request = OpenStore.request(campaign);
        Call call = OpenStore.call(IDS.get(next++), request, due);
        await(open.store.create(call, request));
        return call;
    }

    /** All that a walk takes from its beginning to its end, each step confirmed. */
    private static List<CallId> takenBy(CampaignWalk walk, String cancellation, long done) {
        List<CallId> taken = new ArrayList<>();
        CampaignWalk.Step step = await(walk.next(SHARD, order(cancellation), done));
        while (!step.isOver()) {
            taken.addAll(step.calls());
            step = await(walk.next(SHARD, order(cancellation), step.number()));
        }
        return taken;
    }

    @Test
    void it_finds_the_campaign_s_calls_wherever_they_are_kept_and_nobody_else_s() {
        List<CallId> mine = Stream.of(scheduled("mine"), inflight("mine"), parked("mine")).map(Call::id).toList();
        scheduled("other");
        inflight("other");
        parked("other");
        List<CallId> taken = takenBy(walk(Duration.ZERO), FIRST, 0);
        assertThat(taken).containsOnlyElementsOf(mine);
        assertThat(taken).as("in each of two passes").hasSize(6);
    }

    @Test
    void of_many_calls_each_is_found_a_few_at_a_time() {
        List<CallId> mine = new ArrayList<>();
        while (next < 300) {
            mine.add(scheduled("mine").id());
        }
        CampaignWalk walk = walk(Duration.ZERO);
        assertThat(await(walk.next(SHARD, order(FIRST), 0)).calls().size()).isLessThan(150);
        assertThat(takenBy(walk, FIRST, 0)).containsAll(mine);
    }

    @Test
    void what_was_taken_and_not_dealt_with_is_given_to_whoever_asks_next() {
        Call call = scheduled("mine");
        CampaignWalk walk = walk(Duration.ZERO);
        CampaignWalk.Step taken = await(walk.next(SHARD, order(FIRST), 0));
        assertThat(taken.calls()).containsExactly(call.id());
        await(open.store.update(call.id(), (c, now) -> Moves.cancelWithCampaign(c, now, false)));
        assertThat(await(walk.next(SHARD, order(FIRST), 0))).isEqualTo(taken);
        assertThat(await(walk.next(SHARD, order(FIRST), taken.number() - 1))).isEqualTo(taken);
        assertThat(await(walk.next(SHARD, order(SECOND), 0)).calls()).containsExactly(call.id());
    }

    @Test
    void a_step_that_was_done_in_a_redis_that_is_no_more_confirms_none_of_this_one() {
        CampaignWalk walk = walk(Duration.ZERO);
        scheduled("mine");
        long done = await(walk.next(SHARD, order(FIRST), 0)).number();
        open.flush();
        Call call = scheduled("mine");
        CampaignWalk.Step taken = await(walk.next(SHARD, order(FIRST), done));
        assertThat(taken.calls()).containsExactly(call.id());
        assertThat(await(walk.next(SHARD, order(FIRST), done))).as("it was not dealt with").isEqualTo(taken);
    }

    @Test
    void a_second_pass_comes_a_while_after_the_first_and_finds_what_came_in_between() {
        CampaignWalk walk = walk(LONG);
        CampaignWalk.Step step = await(walk.next(SHARD, order(FIRST), 0));
        while (step.pause().isZero()) {
            assertThat(step.isOver()).isFalse();
            step = await(walk.next(SHARD, order(FIRST), step.number()));
        }
        assertThat(step.pause()).isLessThanOrEqualTo(LONG);
        Call late = scheduled("mine");
        assertThat(takenBy(walk(Duration.ZERO), FIRST, step.number())).containsExactly(late.id());
    }

    @Test
    void another_cancellation_of_the_campaign_is_walked_from_the_beginning() {
        assertThat(takenBy(walk(Duration.ZERO), FIRST, 0)).isEmpty();
        Call call = scheduled("mine");
        CampaignWalk.Step over = await(walk(Duration.ZERO).next(SHARD, order(FIRST), 0));
        assertThat(over.isOver()).isTrue();
        assertThat(takenBy(walk(Duration.ZERO), SECOND, over.number())).contains(call.id());
    }

    @Test
    void it_is_over_when_it_is_in_every_shard() {
        CampaignWalk walk = walk(Duration.ZERO);
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            assertThat(await(walk.isOver(order(FIRST)))).isFalse();
            CampaignWalk.Step step = await(walk.next(shard, order(FIRST), 0));
            while (!step.isOver()) {
                step = await(walk.next(shard, order(FIRST), step.number()));
            }
        }
        assertThat(await(walk.isOver(order(FIRST)))).isTrue();
        assertThat(await(walk.isOver(order(SECOND)))).isFalse();
        await(walk.next(SHARD, order(SECOND), 0));
        assertThat(await(walk.isOver(order(FIRST)))).isFalse();
    }

    private Call put(CallStatus status, String campaign) {
        Call sample = SampleCalls.in(status, SampleCalls.Fate.OPEN);
        Call call = new Call(new CallId(IDS.get(next++)), 1, 7, 5, status,
                OpenStore.request(campaign).order(sample.order().createdAt()), 0, 0, false, sample.attempt(),
                Optional.empty(), Optional.empty(), sample.updatedAt(), sample.completedAt());
        open.put(call, status.isFinal() ? Optional.empty() : Optional.of(Instant.parse("2030-01-15T14:30:00Z")));
        return call;
    }

    @Test
    void on_the_way_of_live_calls_those_with_an_open_attempt_are_found_and_no_other() {
        List<CallId> live = Stream
                .of(CallStatus.DIALING, CallStatus.RINGING, CallStatus.IN_PROGRESS, CallStatus.UNKNOWN)
                .map(status -> put(status, "mine").id()).toList();
        put(CallStatus.RINGING, "other");
        put(CallStatus.RETRYING, "mine");
        put(CallStatus.FAILED, "mine");
        scheduled("mine");
        CampaignWalk walk = walk(Route.LIVE, Duration.ZERO);
        assertThat(await(walk.next(SHARD, order(FIRST), 0)).calls()).as("first, those known to be live")
                .containsExactlyInAnyOrderElementsOf(live.subList(0, 3));
        assertThat(takenBy(walk, FIRST, 0)).containsOnlyElementsOf(live).containsAll(live);
    }

    @Test
    void a_call_that_becomes_live_after_the_first_pass_is_found_by_the_second() {
        CampaignWalk.Step step = await(walk(Route.LIVE, LONG).next(SHARD, order(FIRST), 0));
        while (step.pause().isZero()) {
            assertThat(step.isOver()).isFalse();
            step = await(walk(Route.LIVE, LONG).next(SHARD, order(FIRST), step.number()));
        }
        Call late = put(CallStatus.RINGING, "mine");
        assertThat(takenBy(walk(Route.LIVE, Duration.ZERO), FIRST, step.number())).contains(late.id());
    }

    @Test
    void in_a_redis_that_started_again_a_walk_begins_again_since_its_cursor_means_nothing_there() {
        List<CallId> failed = Stream.generate(() -> put(CallStatus.FAILED, "mine").id()).limit(250).toList();
        CampaignWalk walk = walk(Route.FAILED, LONG);
        CampaignWalk.Step taken = await(walk.next(SHARD, order(FIRST), 0));
        assertThat(taken.calls()).isNotEmpty().hasSizeLessThan(250);
        await(open.redis.incr(new ShardKeys(SHARD).epoch()));
        assertThat(takenBy(walk, FIRST, taken.number())).containsExactlyInAnyOrderElementsOf(failed);
    }

    @Test
    void on_the_way_of_failed_calls_each_of_the_campaign_is_found_once() {
        List<CallId> failed = Stream.generate(() -> put(CallStatus.FAILED, "mine").id()).limit(250).toList();
        put(CallStatus.FAILED, "other");
        put(CallStatus.COMPLETED, "mine");
        put(CallStatus.RINGING, "mine");
        CampaignWalk walk = walk(Route.FAILED, LONG);
        assertThat(await(walk.next(SHARD, order(FIRST), 0)).calls().size()).isLessThan(150);
        List<CallId> taken = takenBy(walk, FIRST, 0);
        assertThat(taken).containsOnlyElementsOf(failed).containsAll(failed);
    }

    @Test
    void walks_of_several_names_over_one_campaign_s_failed_calls_do_not_disturb_each_other() {
        Call failed = put(CallStatus.FAILED, "mine");
        CampaignWalk walk = walk(Route.FAILED, LONG);
        CampaignWalk.Step taken = await(walk.next(SHARD, new Order("mine/busy", "mine", FIRST), 0));
        assertThat(taken.calls()).containsExactly(failed.id());
        assertThat(await(walk.next(SHARD, new Order("mine/all", "mine", SECOND), 0)).calls())
                .containsExactly(failed.id());
        assertThat(await(walk.next(SHARD, new Order("mine/busy", "mine", FIRST), taken.number())).calls()).isEmpty();
        assertThat(await(walk.next(SHARD, new Order("mine/all", "mine", SECOND), 0)).calls())
                .containsExactly(failed.id());
    }
}
