package io.callqueue.store;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OverdueTest {
    private static final CallRequest REQUEST = OpenStore.request("campaign-1");
    private static final Duration SPAN = Duration.ofMinutes(1);
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private OpenStore open;
    private Overdue overdue;

    @BeforeEach
    void connect() {
        open = new OpenStore(redis.uri());
        open.flush();
        overdue = new Overdue(open.redis);
    }

    @AfterEach
    void disconnect() {
        open.close();
    }

    private void scheduled(String id, Duration from) {
        await(open.store.create(OpenStore.call(id, REQUEST, Optional.of(open.now().plus(from))), REQUEST));
    }

    @Test
    void nothing_is_overdue_before_its_moment() {
        assertThat(await(overdue.longest())).isZero();
        scheduled("later", SPAN);
        assertThat(await(overdue.longest())).isZero();
    }

    @Test
    void the_timer_that_is_due_longest_counts_until_it_is_worked() {
        scheduled("long", SPAN.negated());
        scheduled("longer", SPAN.multipliedBy(-2));
        scheduled("later", SPAN);
        assertThat(await(overdue.longest())).isBetween(SPAN.multipliedBy(2).minusSeconds(1), SPAN.multipliedBy(3));
        await(open.store.fireDue(new CallId("longer").shard(), 10, SPAN, SPAN, SPAN));
        assertThat(await(overdue.longest())).isBetween(SPAN.minusSeconds(1), SPAN.multipliedBy(2).minusSeconds(2));
    }

    @Test
    void what_is_popped_and_not_confirmed_counts_from_then() {
        String key = new ShardKeys(7).inflight();
        await(open.redis.zadd(key, open.now().minus(SPAN).toEpochMilli(), "popped"));
        assertThat(await(overdue.longest())).isBetween(SPAN.minusSeconds(1), SPAN.plusSeconds(30));
    }

    @Test
    void of_a_redis_that_lost_data_nobody_knows() {
        await(open.redis.flushall());
        assertThatThrownBy(() -> await(overdue.longest())).isInstanceOf(RuntimeException.class);
    }
}
