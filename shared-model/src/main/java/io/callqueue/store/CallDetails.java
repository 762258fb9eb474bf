package io.callqueue.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.CompactRequest;

/** What Redis has of a call besides its state; answers come as those of the {@link CallStore}. */
public final class CallDetails {
    private static final LuaScript FILL_IN = CallStore.script("fill-in");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    CallDetails(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
    }

    /** The request as it was accepted. */
    public CompletableFuture<Optional<CallRequest>> request(CallId id) {
        return RedisAnswer.of(redis.get(ShardKeys.of(id).request(id)))
                .thenApply(json -> Optional.ofNullable(json).map(CompactRequest::read));
    }

    /** The attempts that ended, in their order. */
    public CompletableFuture<List<Attempt>> endedAttempts(CallId id) {
        return RedisAnswer.of(redis.hvals(ShardKeys.of(id).attempts(id))).thenApply(values -> values.stream()
                .map(json -> Json.read(json, Attempt.class)).sorted(Comparator.comparingInt(Attempt::number)).toList());
    }

    /** The attempt of this number, if it ended and is known still. */
    public CompletableFuture<Optional<EndedAttempt>> endedAttempt(CallId id, int number) {
        return RedisAnswer.of(redis.hget(ShardKeys.of(id).attempts(id), String.valueOf(number)))
                .thenApply(json -> Optional.ofNullable(json).map(EndedAttempt::new));
    }

    /**
     * Replaces what is known of an attempt before the call's latest; answers whether it was still as it was read.
     *
     * @param call as it was read before the attempt was
     */
    public CompletableFuture<Boolean> fillIn(Call call, EndedAttempt read, Attempt known) {
        ShardKeys keys = ShardKeys.of(call.id());
        return scripts.run(FILL_IN, List.of(keys.attempts(call.id()), keys.epoch()),
                List.of(String.valueOf(known.number()), String.valueOf(call.epoch()), read.json(), Json.text(known)))
                .thenApply(answer -> Answers.number(answer, 0) == 1);
    }
}
