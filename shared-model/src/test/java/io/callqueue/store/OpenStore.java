package io.callqueue.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.request.CallConfig;
import io.callqueue.request.CallRequest;
import io.callqueue.request.MachineDetection;

/** A call store on the Redis of the tests, and a look behind it. */
final class OpenStore implements AutoCloseable {
    final RedisConnection connection;
    final RedisClusterAsyncCommands<String, String> redis;
    final CallStore store;

    OpenStore(String uri) {
        connection = CompleteRedis.open(uri);
        redis = connection.commands();
        store = new CallStore(redis);
    }

    /** A store whose scripts all arrive twice, as after a reconnect; the second answer is the one it gets. */
    CallStore sendingTwice() {
        return new CallStore(twice(redis));
    }

    @SuppressWarnings("unchecked")
    static RedisClusterAsyncCommands<String, String> twice(RedisClusterAsyncCommands<String, String> redis) {
        return (RedisClusterAsyncCommands<String, String>) Proxy.newProxyInstance(OpenStore.class.getClassLoader(),
                new Class<?>[]{RedisClusterAsyncCommands.class}, (proxy, method, args) -> {
                    try {
                        if (method.getName().startsWith("eval")) {
                            method.invoke(redis, args);
                        }
                        return method.invoke(redis, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    static <T> T await(CompletionStage<T> answer) {
        return answer.toCompletableFuture().join();
    }

    static CallRequest request(String campaign) {
        return new CallRequest("+919123456789", campaign, Optional.empty(), Priority.NORMAL, Optional.empty(),
                Optional.empty(), 3, Optional.empty(), Optional.empty(), Map.of(),
                new CallConfig(Optional.empty(), 1800, 45, Optional.empty(), Optional.empty(), MachineDetection.OFF,
                        Optional.empty(), Map.of()));
    }

    static Call call(String id, CallRequest request, Optional<Instant> due) {
        return Call.created(new CallId(id), request.order(Instant.ofEpochMilli(1_700_000_000_000L)), due);
    }

    /** Ids of one shard, so that what one script does with many calls can be seen. */
    static List<String> idsOfShard(int shard, int count) {
        return IntStream.iterate(0, n -> n + 1).mapToObj(n -> "call-" + n)
                .filter(id -> new CallId(id).shard() == shard).limit(count).toList();
    }

    /** Puts a call in any state, with its indexes, past all scripts. */
    void put(Call call, Optional<Instant> timer) {
        ShardKeys keys = ShardKeys.of(call.id());
        List<String> flat = CallHash.write(call);
        for (int i = 0; i < flat.size(); i += 2) {
            await(redis.hset(keys.call(call.id()), flat.get(i), flat.get(i + 1)));
        }
        await(redis.set(keys.request(call.id()), "{}"));
        await(redis.hincrby(keys.counts(), call.status().word() + ":" + call.order().priority().word(), 1));
        await(redis.hincrby(keys.campaign(call.order().campaignId()), call.status().word(), 1));
        if (call.status() == CallStatus.QUEUED) {
            await(redis.hincrby(keys.campaign(call.order().campaignId()), "queued:" + call.order().priority().word(),
                    1));
        }
        if (call.status().isActive()) {
            await(redis.sadd(keys.active(), call.id().value()));
        }
        if (call.status().isFinal()) {
            await(redis.zadd(keys.ended(), call.updatedAt().toEpochMilli(), call.id().value()));
        }
        timer.ifPresent(at -> await(redis.zadd(keys.timers(), at.toEpochMilli(), call.id().value())));
    }

    Call read(String id) {
        return await(store.read(new CallId(id))).call().orElseThrow();
    }

    Instant now() {
        return await(store.read(new CallId("nobody"))).now();
    }

    /** All keys but those that say that Redis has all it should. */
    List<String> keys() {
        return await(redis.keys("*")).stream().filter(key -> !key.matches("(epoch|run|seen):\\{\\w+}")).toList();
    }

    /** Every shard is in its first epoch again. */
    void flush() {
        CompleteRedis.empty(connection);
        await(redis.mset(IntStream.range(0, CallId.SHARDS).boxed()
                .collect(Collectors.toMap(shard -> new ShardKeys(shard).epoch(), shard -> "1"))));
    }

    @Override
    public void close() {
        connection.close();
    }
}
