package io.callqueue.store;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;

/** The ids of all campaigns that Redis has a call or a setting of, kept by the scripts that create calls and set settings. */
public final class CampaignIds {
    /** Those for which something is set, where the settings are. */
    public static final String WITH_SETTINGS = "campaign-ids:{admission}";
    private final RedisClusterAsyncCommands<String, String> redis;

    public CampaignIds(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    /**
     * The next ids in the order of their characters, each once.
     *
     * @param after the id before the first one; empty to begin
     * @param most how many at most
     */
    public CompletableFuture<List<String>> page(String after, int most) {
        Range<String> behind = Range.from(Range.Boundary.excluding(after), Range.Boundary.unbounded());
        List<CompletableFuture<List<String>>> asked = Stream
                .concat(IntStream.range(0, CallId.SHARDS).mapToObj(shard -> new ShardKeys(shard).campaignIds()),
                        Stream.of(WITH_SETTINGS))
                .map(key -> RedisAnswer.of(redis.zrangebylex(key, behind, Limit.from(most)))).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).flatMap(Collection::stream).distinct()
                        .sorted().limit(most).toList());
    }
}
