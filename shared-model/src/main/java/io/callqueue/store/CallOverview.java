package io.callqueue.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;

/** What there is, over all shards; answers come as those of the {@link CallStore}. */
public final class CallOverview {
    private final RedisClusterAsyncCommands<String, String> redis;

    CallOverview(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    /** The ids of all calls with an attempt known to be under way. */
    public CompletableFuture<List<CallId>> active() {
        return Epochs.whole(redis, gather(shard -> RedisAnswer.of(redis.smembers(new ShardKeys(shard).active()))))
                .thenApply(sets -> sets.stream().flatMap(set -> set.stream()).map(CallId::new).toList());
    }

    /** How many calls stand in each status. */
    public CompletableFuture<StatusCounts> counts() {
        return Epochs.whole(redis, gather(shard -> RedisAnswer.of(redis.hgetall(new ShardKeys(shard).counts()))))
                .thenApply(StatusCounts::sum);
    }

    /** How many calls of this campaign stand in each status, and how many are parked. */
    public CompletableFuture<CampaignCounts> campaignCounts(String campaign) {
        return Epochs
                .whole(redis, gather(shard -> RedisAnswer.of(redis.hgetall(new ShardKeys(shard).campaign(campaign)))))
                .thenApply(CampaignCounts::sum);
    }

    private static <T> CompletableFuture<List<T>> gather(IntFunction<CompletableFuture<T>> ask) {
        List<CompletableFuture<T>> asked = IntStream.range(0, CallId.SHARDS).mapToObj(ask).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }
}
