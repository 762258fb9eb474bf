package io.callqueue.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.SlotHash;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ScriptRunnerTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void a_script_that_redis_does_not_know_is_sent_whole() {
        try (OpenStore open = new OpenStore(redis.uri())) {
            open.flush();
            var request = OpenStore.request("campaign");
            for (String id : List.of("call-1", "call-2")) {
                OpenStore.await(open.redis.scriptFlush());
                assertThat(OpenStore.await(open.store.create(OpenStore.call(id, request, Optional.empty()), request)))
                        .isInstanceOf(Creation.Created.class);
            }
            assertThat(KeepingRule.violations(open)).isEmpty();
        }
    }

    @Test
    void an_error_of_the_script_is_told_and_not_sent_again() {
        try (OpenStore open = new OpenStore(redis.uri())) {
            open.flush();
            OpenStore.await(open.redis.set("call:{0}:x", "not a hash"));
            LuaScript read = LuaScript.load("/callqueue/lua/read.lua");
            var answer = new ScriptRunner(open.redis).run(read, List.of("call:{0}:x", "epoch:{0}"), List.of());
            assertThatThrownBy(answer::join).hasCauseInstanceOf(RedisException.class).hasMessageContaining("WRONGTYPE");
        }
    }

    @Test
    void the_time_of_each_script_is_told_by_its_name_and_failures_apart() {
        try (OpenStore open = new OpenStore(redis.uri())) {
            open.flush();
            OpenStore.await(open.redis.set("call:{0}:x", "not a hash"));
            SimpleMeterRegistry metrics = new SimpleMeterRegistry();
            ScriptRunner scripts = new ScriptRunner(open.redis, new ScriptTimes(metrics));
            LuaScript read = LuaScript.load("/callqueue/lua/read.lua");
            scripts.run(read, List.of("call:{0}:y", "epoch:{0}"), List.of()).join();
            assertThatThrownBy(() -> scripts.run(read, List.of("call:{0}:x", "epoch:{0}"), List.of()).join())
                    .hasCauseInstanceOf(RedisException.class);
            assertThat(metrics.get("callqueue.redis.script").tag("script", "read").timer().count()).isEqualTo(1);
            assertThat(metrics.get("callqueue.redis.script.failures").counter().count()).isEqualTo(1);
        }
    }

    @Test
    void a_script_that_is_not_answered_in_time_counts_as_slow_and_as_failed() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        var late = new ScriptTimes(metrics).watched(LuaScript.load("/callqueue/lua/read.lua"),
                () -> CompletableFuture.failedFuture(new RedisCommandTimeoutException("no answer within 2 s")));
        assertThat(late).isCompletedExceptionally();
        assertThat(metrics.get("callqueue.redis.script").tag("script", "read").timer().count()).isEqualTo(1);
        assertThat(metrics.get("callqueue.redis.script.failures").counter().count()).isEqualTo(1);
    }

    @Test
    void commands_fail_at_once_while_redis_is_away_and_until_it_has_all_it_should_when_it_is_back() {
        try (EmbeddedRedis own = EmbeddedRedis.start(RedisOptions.temporary());
                OpenStore open = new OpenStore(own.uri())) {
            CallId id = new CallId("call-1");
            assertThat(open.store.read(id).join().call()).isEmpty();
            own.kill();
            await().atMost(LONG).untilAsserted(() -> {
                long before = System.nanoTime();
                assertThatThrownBy(() -> open.store.read(id).join()).isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(RedisException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
            });
            own.start();
            await().atMost(LONG).until(() -> open.connection.closedBecause().orElse("").contains("lost data"));
            assertThatThrownBy(() -> open.store.read(id).join()).hasCauseInstanceOf(RedisException.class)
                    .hasMessageContaining("lost data");
            CompleteRedis.open(own.uri()).close();
            await().atMost(LONG).until(() -> open.connection.closedBecause().isEmpty());
            assertThat(open.store.read(id).join().call()).isEmpty();
        }
    }

    /** What was not read yet makes the kernel reset the connection: the first command then fails with the socket's own exception. */
    @Test
    void commands_on_a_connection_that_is_reset_fail_as_redis_failures() throws IOException, InterruptedException {
        try (EmbeddedRedis own = EmbeddedRedis.start(RedisOptions.temporary());
                OpenStore open = new OpenStore(own.uri())) {
            CallId id = new CallId("call-1");
            assertThat(open.store.read(id).join().call()).isEmpty();
            freeze(open);
            var unread = List.of(open.store.read(id), open.store.details().request(id),
                    open.store.details().endedAttempts(id));
            own.kill();
            assertThat(unread).allSatisfy(answer -> assertThatThrownBy(answer::join)
                    .isInstanceOf(CompletionException.class).hasCauseInstanceOf(RedisException.class));
        }
    }

    /** SIGSTOP: Redis reads no more. */
    private static void freeze(OpenStore open) throws IOException, InterruptedException {
        String pid = OpenStore.await(open.redis.info("server")).lines().filter(line -> line.startsWith("process_id:"))
                .findFirst().orElseThrow().substring("process_id:".length());
        assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + pid).start().waitFor()).isZero();
    }

    @Test
    void all_keys_of_a_script_lie_in_one_slot_of_a_cluster() {
        CallId id = new CallId("call-1");
        Call call = OpenStore.call(id.value(), OpenStore.request("{a} campaign"), Optional.empty());
        ShardKeys keys = ShardKeys.of(id);
        assertThat(List.of(keys.forMove(call), keys.forCreate(call), keys.forReturn(), keys.prefixes(),
                List.of(keys.ended())))
                .allSatisfy(names -> assertThat(names).extracting(SlotHash::getSlot)
                        .containsOnly(SlotHash.getSlot(keys.call(id))));
        assertThat(keys.callPrefix() + id).isEqualTo(keys.call(id));
    }
}
