package io.callqueue.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.codec.Json;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.ScriptRunner;

/** What {@code calls.control} wants of many calls, and is not done yet: somebody walks over them. All answers come asynchronously. */
public final class Walks {
    static final String CANCELLING = "cancelling:{admission}";
    static final String HANGING_UP = "hanging-up:{admission}";
    static final String RETRYING = "retrying:{admission}";
    private static final String ERASING = "erasing:{admission}";
    static final List<String> KEYS = List.of(CANCELLING, HANGING_UP, RETRYING, ERASING);
    private static final LuaScript END = LuaScript.load("/callqueue/lua/walked.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    Walks(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
    }

    /** The cancellations whose calls are still being ended, as JSON, by campaign. */
    public CompletableFuture<Map<String, String>> cancelling() {
        return RedisAnswer.of(redis.hgetall(CANCELLING));
    }

    /** What this cancellation ends has ended; a later one of the campaign stays. */
    public CompletableFuture<Void> endCancelling(String campaign, String cancellation) {
        return end(CANCELLING, campaign, cancellation);
    }

    /** The paused campaigns whose calls under way are still being hung up: since when, as JSON, by campaign. */
    public CompletableFuture<Map<String, String>> hangingUp() {
        return RedisAnswer.of(redis.hgetall(HANGING_UP));
    }

    /** The calls under way of this hang-up are all hung up; a later one of the campaign stays. */
    public CompletableFuture<Void> endHangingUp(String campaign, String since) {
        return end(HANGING_UP, campaign, since);
    }

    /** What wants new calls for failed ones and has not made them all yet, as JSON, by {@link RetryFailed#name}. */
    public CompletableFuture<Map<String, String>> retryingFailed() {
        return RedisAnswer.of(redis.hgetall(RETRYING));
    }

    /** All new calls of this are made; a later one of the same name stays. */
    public CompletableFuture<Void> endRetryingFailed(String name, String wish) {
        return end(RETRYING, name, wish);
    }

    /** Who is not to be known any more and perhaps still is. */
    public CompletableFuture<List<Erasure>> erasing() {
        return RedisAnswer.of(redis.hvals(ERASING)).thenApply(
                found -> found.stream().map(json -> Json.read(json, Erasure.class)).toList());
    }

    CompletableFuture<Boolean> isErasing(String name) {
        return RedisAnswer.of(redis.hexists(ERASING, name));
    }

    /** No offset is kept, since its key would outlive what is erased: where a record is read again, so is the one that ends it. */
    CompletableFuture<Void> erase(String name, Optional<byte[]> value) {
        return value.map(json -> Json.text(Json.read(json, Erasure.class)))
                .<CompletableFuture<?>>map(json -> RedisAnswer.of(redis.hset(ERASING, name, json)))
                .orElseGet(() -> RedisAnswer.of(redis.hdel(ERASING, name))).thenAccept(done -> {});
    }

    private CompletableFuture<Void> end(String key, String name, String value) {
        return scripts.run(END, List.of(key), List.of(name, value)).thenAccept(answer -> {});
    }
}
