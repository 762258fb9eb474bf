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
import io.callqueue.call.Moves;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** The walk over a cancelled campaign's calls, on a real Redis; each step asked for once and twice. */
@ParameterizedClass(name = "steps sent twice: {0}")
@ValueSource(booleans = {false, true})
class CancelWalkTest {
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

    private CancelWalk walk(Duration passesApart) {
        return new CancelWalk(twice ? OpenStore.twice(open.redis) : open.redis, passesApart);
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
    private static List<CallId> takenBy(CancelWalk walk, String cancellation, int done) {
        List<CallId> taken = new ArrayList<>();
        CancelWalk.Step step = await(walk.next(SHARD, "mine", cancellation, done));
        while (!step.isOver()) {
            taken.addAll(step.calls());
            step = await(walk.next(SHARD, "mine", cancellation, step.number()));
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
        CancelWalk walk = walk(Duration.ZERO);
        assertThat(await(walk.next(SHARD, "mine", FIRST, 0)).calls().size()).isLessThan(150);
        assertThat(takenBy(walk, FIRST, 0)).containsAll(mine);
    }

    @Test
    void what_was_taken_and_not_dealt_with_is_given_to_whoever_asks_next() {
        Call call = scheduled("mine");
        CancelWalk walk = walk(Duration.ZERO);
        CancelWalk.Step taken = await(walk.next(SHARD, "mine", FIRST, 0));
        assertThat(taken.calls()).containsExactly(call.id());
        await(open.store.update(call.id(), (c, now) -> Moves.cancelWithCampaign(c, now, false)));
        assertThat(await(walk.next(SHARD, "mine", FIRST, 0))).isEqualTo(taken);
        assertThat(await(walk.next(SHARD, "mine", FIRST, taken.number() - 1))).isEqualTo(taken);
        assertThat(await(walk.next(SHARD, "mine", SECOND, 0)).calls()).containsExactly(call.id());
    }

    @Test
    void a_second_pass_comes_a_while_after_the_first_and_finds_what_came_in_between() {
        CancelWalk walk = walk(LONG);
        CancelWalk.Step step = await(walk.next(SHARD, "mine", FIRST, 0));
        while (step.pause().isZero()) {
            assertThat(step.isOver()).isFalse();
            step = await(walk.next(SHARD, "mine", FIRST, step.number()));
        }
        assertThat(step.pause()).isLessThanOrEqualTo(LONG);
        Call late = scheduled("mine");
        assertThat(takenBy(walk(Duration.ZERO), FIRST, step.number())).containsExactly(late.id());
    }

    @Test
    void another_cancellation_of_the_campaign_is_walked_from_the_beginning() {
        assertThat(takenBy(walk(Duration.ZERO), FIRST, 0)).isEmpty();
        Call call = scheduled("mine");
        CancelWalk.Step over = await(walk(Duration.ZERO).next(SHARD, "mine", FIRST, 0));
        assertThat(over.isOver()).isTrue();
        assertThat(takenBy(walk(Duration.ZERO), SECOND, over.number())).contains(call.id());
    }

    @Test
    void it_is_over_when_it_is_in_every_shard() {
        CancelWalk walk = walk(Duration.ZERO);
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            assertThat(await(walk.isOver("mine", FIRST))).isFalse();
            CancelWalk.Step step = await(walk.next(shard, "mine", FIRST, 0));
            while (!step.isOver()) {
                step = await(walk.next(shard, "mine", FIRST, step.number()));
            }
        }
        assertThat(await(walk.isOver("mine", FIRST))).isTrue();
        assertThat(await(walk.isOver("mine", SECOND))).isFalse();
        await(walk.next(SHARD, "mine", SECOND, 0));
        assertThat(await(walk.isOver("mine", FIRST))).isFalse();
    }
}
