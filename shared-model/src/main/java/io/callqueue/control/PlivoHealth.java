package io.callqueue.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.store.RedisAnswer;

/** How Plivo is, as the dispatchers found when they dialed: they say so again and again, and what is not repeated is forgotten. */
public final class PlivoHealth {
    /** Between two reports of a pod. */
    public static final Duration REPORTED_EVERY = Duration.ofSeconds(1);
    private static final Duration BELIEVED = REPORTED_EVERY.multipliedBy(3);
    private static final String UP = "plivo-up:{admission}";
    private static final String DOWN = "plivo-down:{admission}";
    private final RedisClusterAsyncCommands<String, String> redis;

    public PlivoHealth(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    /**
     * What the dispatchers say.
     *
     * @param up one of them got an answer lately
     * @param down why one of them does not dial for now
     */
    public record Report(boolean up, Optional<String> down) {}

    public CompletableFuture<Report> read() {
        return RedisAnswer.of(redis.get(UP)).thenCombine(RedisAnswer.of(redis.get(DOWN)),
                (up, down) -> new Report(up != null, Optional.ofNullable(down)));
    }

    public CompletableFuture<String> reportUp() {
        return RedisAnswer.of(redis.set(UP, "", SetArgs.Builder.px(BELIEVED.toMillis())));
    }

    public CompletableFuture<String> reportDown(String reason) {
        return RedisAnswer.of(redis.set(DOWN, reason, SetArgs.Builder.px(BELIEVED.toMillis())));
    }
}
