package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;

/** How far the timers are behind, whoever works them or not. */
public final class Overdue {
    private final RedisClusterAsyncCommands<String, String> redis;

    public Overdue(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    /**
     * For how long the timer is due that is due longest and was not worked, of all shards; zero when none is. Of what was popped and is not
     * confirmed it counts from then. Fails if Redis does not have all it should.
     */
    public CompletableFuture<Duration> longest() {
        List<CompletableFuture<Optional<Instant>>> asked = IntStream.range(0, CallId.SHARDS)
                .mapToObj(ShardKeys::new).flatMap(keys -> Stream.of(keys.timers(), keys.inflight())).map(this::first)
                .toList();
        CompletableFuture<Optional<Instant>> first = CompletableFuture
                .allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()));
        return Epochs.whole(redis, first).thenCombine(now(), Overdue::since);
    }

    private static Duration since(Optional<Instant> first, Instant now) {
        return first.filter(now::isAfter).map(due -> Duration.between(due, now)).orElse(Duration.ZERO);
    }

    private CompletableFuture<Optional<Instant>> first(String set) {
        return RedisAnswer.of(redis.zrangeWithScores(set, 0, 0)).thenApply(
                found -> found.stream().findFirst().map(entry -> Instant.ofEpochMilli((long) entry.getScore())));
    }

    private CompletableFuture<Instant> now() {
        return RedisAnswer.of(redis.time()).thenApply(time -> Instant.ofEpochSecond(Long.parseLong(time.getFirst())));
    }
}
