package io.callqueue.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/** Runs scripts by their hash; a Redis that does not know one (restarted, failed over) is sent its source. */
public final class ScriptRunner {
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptTimes times;

    /** Nobody asks how long its scripts take. */
    public ScriptRunner(RedisClusterAsyncCommands<String, String> redis) {
        this(redis, new ScriptTimes(new CompositeMeterRegistry()));
    }

    public ScriptRunner(RedisClusterAsyncCommands<String, String> redis, ScriptTimes times) {
        this.redis = redis;
        this.times = times;
    }

    /** The commands beside scripts, to the same Redis. */
    public RedisClusterAsyncCommands<String, String> commands() {
        return redis;
    }

    /** Fails with a {@link io.lettuce.core.RedisException} when Redis can not be reached, or answers with an error. */
    public CompletableFuture<List<Object>> run(LuaScript script, List<String> keys, List<String> args) {
        String[] keyArray = keys.toArray(String[]::new);
        String[] argArray = args.toArray(String[]::new);
        return times.watched(script, () -> send(script, keyArray, argArray));
    }

    private CompletableFuture<List<Object>> send(LuaScript script, String[] keyArray, String[] argArray) {
        CompletableFuture<List<Object>> known = RedisAnswer
                .of(redis.evalsha(script.sha(), ScriptOutputType.OBJECT, keyArray, argArray));
        return known.exceptionallyCompose(failure -> {
            Throwable cause = RedisAnswer.cause(failure);
            return cause instanceof RedisNoScriptException
                    ? RedisAnswer.of(redis.eval(script.source(), ScriptOutputType.OBJECT, keyArray, argArray))
                    : CompletableFuture.failedFuture(cause);
        });
    }
}
