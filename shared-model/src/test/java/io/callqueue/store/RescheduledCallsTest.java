package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;
import io.callqueue.request.CompactRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What another time or priority does in a real Redis: who keeps the call, and what is counted. Each script arrives once, or twice. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class RescheduledCallsTest {
    private static final int SHARD = 7;
    private static final ShardKeys KEYS = new ShardKeys(SHARD);
    private static final List<String> IDS = OpenStore.idsOfShard(SHARD, 3);
    private static final CallRequest REQUEST = OpenStore.request("campaign-1");
    private static final Duration LONG = Duration.ofHours(1);
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final boolean twice;
    private OpenStore open;
    private CallStore store;

    RescheduledCallsTest(boolean twice) {
        this.twice = twice;
    }

    @BeforeEach
    void connect() {
        open = new OpenStore(redis.uri());
        open.flush();
        store = twice ? open.sendingTwice() : open.store;
    }

    @AfterEach
    void every_call_is_kept_once_and_counted() {
        assertThat(KeepingRule.violations(open)).isEmpty();
        open.close();
    }

    @Test
    void a_queued_call_comes_back_at_once_under_its_new_priority() {
        Call queued = create(0, Optional.empty());
        Call moved = reschedule(queued, priority(Priority.URGENT));
        assertThat(moved.revision()).isEqualTo(2);
        Due.Record due = (Due.Record) fire().fired().getFirst();
        assertThat(due.call().order().priority()).isEqualTo(Priority.URGENT);
        assertThat(due.call().revision()).isEqualTo(3);
        assertThat(due.call().error()).isEmpty();
        assertThat(due.request()).isEqualTo(CompactRequest.write(REQUEST));
        assertThat(await(open.redis.hgetall(KEYS.counts()))).containsEntry("queued:urgent", "1")
                .containsEntry("queued:normal", "0");
    }

    @Test
    void a_popped_call_whose_record_is_not_acked_leaves_its_place() {
        create(0, Optional.of(Instant.EPOCH));
        Call popped = fire().fired().getFirst().call();
        reschedule(popped, new Reschedule(Optional.of(open.now().plus(LONG)), Optional.empty()));
        assertThat(await(open.redis.zcard(KEYS.inflight()))).isZero();
        await(store.confirm(popped.id().shard(), List.of(Popped.of(popped))));
        assertThat(fire().fired()).isEmpty();
        assertThat(open.read(IDS.getFirst()).status()).isEqualTo(CallStatus.SCHEDULED);
    }

    @Test
    void a_scheduled_call_is_counted_under_its_new_priority_and_due_at_its_new_time() {
        Call scheduled = create(0, Optional.of(open.now().plus(LONG)));
        Call hurried = reschedule(scheduled, priority(Priority.HIGH));
        assertThat(hurried.dueAt()).isEqualTo(scheduled.dueAt());
        reschedule(hurried, new Reschedule(Optional.of(Instant.EPOCH), Optional.of(Priority.LOW)));
        Call due = fire().fired().getFirst().call();
        assertThat(due.order().priority()).isEqualTo(Priority.LOW);
        assertThat(due.order().scheduledAt()).contains(Instant.EPOCH);
    }

    @Test
    void a_parked_call_comes_back_in_the_order_of_its_new_priority() {
        Call first = park(create(0, Optional.empty()));
        Call second = park(create(1, Optional.empty()));
        Call moved = reschedule(second, priority(Priority.URGENT));
        assertThat(moved.status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(await(open.redis.zrange(KEYS.parked("campaign-1"), 0, -1))).containsExactly(second.id().value(),
                first.id().value());
        assertThat(await(open.store.overview().campaignCounts("campaign-1")).parked()).isEqualTo(2);
        assertThat(await(open.store.unpark(SHARD, "campaign-1", 1, false))).extracting(fired -> fired.call().id())
                .containsExactly(second.id());
    }

    @Test
    void a_parked_call_for_later_leaves_those_of_its_campaign() {
        Call parked = park(create(0, Optional.empty()));
        reschedule(parked, new Reschedule(Optional.of(open.now().plus(LONG)), Optional.empty()));
        assertThat(await(open.redis.exists(KEYS.parked("campaign-1")))).isZero();
        assertThat(await(open.store.overview().campaignCounts("campaign-1")).parked()).isZero();
    }

    @Test
    void a_wish_that_is_heard_twice_changes_nothing_more() {
        Call queued = create(0, Optional.empty());
        Reschedule wish = priority(Priority.LOW);
        Call moved = reschedule(queued, wish);
        Update again = await(store.update(queued.id(), (c, now) -> Moves.reschedule(c, queued.revision(), now, wish)));
        assertThat(again).isEqualTo(new Update.Stayed(moved));
    }

    private static Reschedule priority(Priority priority) {
        return new Reschedule(Optional.empty(), Optional.of(priority));
    }

    private Call create(int number, Optional<Instant> due) {
        return await(store.create(OpenStore.call(IDS.get(number), REQUEST, due), REQUEST)).call();
    }

    private Call park(Call call) {
        return moved(call.id(), (c, now) -> Moves.park(c, c.revision(), now, "paused"));
    }

    private Call reschedule(Call call, Reschedule wish) {
        return moved(call.id(), (c, now) -> Moves.reschedule(c, call.revision(), now, wish));
    }

    private Call moved(CallId id, Mover mover) {
        Update update = await(store.update(id, mover));
        assertThat(update).isInstanceOf(Update.Moved.class);
        assertThat(open.read(id.value())).isEqualTo(update.known().orElseThrow());
        return update.known().orElseThrow();
    }

    private Due fire() {
        return await(open.store.fireDue(SHARD, 100, LONG, LONG, LONG));
    }
}
