package io.callqueue.standalone;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** What Redis must not hold when every call has ended. */
final class Leftovers implements AutoCloseable {
    private final RedisConnection redis;

    Leftovers(String url) {
        this.redis = RedisConnection.open(new RedisSettings(url, Duration.ofSeconds(30)));
    }

    /** The sizes of all sets that are not empty, of those that keep calls or slots. */
    Map<String, Long> sizes() {
        RedisClusterAsyncCommands<String, String> ask = redis.commands();
        Map<String, Long> sizes = new TreeMap<>();
        sizes.put("leases:{admission}", join(ask.zcard("leases:{admission}")));
        sizes.put("callees:{admission}", join(ask.hlen("callees:{admission}")));
        IntStream.range(0, CallId.SHARDS).mapToObj(shard -> ":{" + shard + "}").forEach(tag -> {
            sizes.put("timers" + tag, join(ask.zcard("timers" + tag)));
            sizes.put("inflight" + tag, join(ask.zcard("inflight" + tag)));
            sizes.put("active" + tag, join(ask.scard("active" + tag)));
        });
        sizes.values().removeIf(size -> size == 0);
        return sizes;
    }

    /** Due calls whose record Kafka has not acked yet. */
    boolean isInFlight(String callId) {
        String key = "inflight:{" + new CallId(callId).shard() + "}";
        return redis.commands().zscore(key, callId).toCompletableFuture().join() != null;
    }

    /** A dispatcher has read a call of this priority, and asks for its turn. */
    boolean isInLine(Priority priority) {
        String digit = String.valueOf(priority.ordinal() + 1);
        return redis.commands().hvals(AdmissionKeys.DEMAND).toCompletableFuture().join().stream()
                .anyMatch(demand -> demand.substring(0, demand.indexOf(':')).contains(digit));
    }

    private static long join(io.lettuce.core.RedisFuture<Long> answer) {
        return answer.toCompletableFuture().join();
    }

    @Override
    public void close() {
        redis.close();
    }
}
