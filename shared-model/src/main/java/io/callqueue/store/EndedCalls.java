package io.callqueue.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.request.CallRequest;

/** Calls in Redis that ended, until they are forgotten; answers come as those of the {@link CallStore}. */
public final class EndedCalls {
    private static final LuaScript FORGET = CallStore.script("forget");
    private static final LuaScript ERASE = CallStore.script("erase");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    EndedCalls(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
    }

    /** The ids of calls of a shard that ended before this moment, the oldest first, at most {@code most}. */
    public CompletableFuture<List<CallId>> before(int shard, Instant moment, int most) {
        return RedisAnswer.of(redis.zrangebyscore(new ShardKeys(shard).ended(),
                Range.create(Double.NEGATIVE_INFINITY, moment.toEpochMilli()), Limit.create(0, most)))
                .thenApply(ids -> ids.stream().map(CallId::new).toList());
    }

    /** A record of this ended call was read once more: it is known as if it had ended at this moment. One that was forgotten stays so. */
    public CompletableFuture<Void> readAgain(CallId id, Instant now) {
        return RedisAnswer.of(redis.zadd(ShardKeys.of(id).ended(), ZAddArgs.Builder.xx().gt(),
                (double) now.toEpochMilli(), id.value())).thenAccept(added -> {});
    }

    /** Removes these calls of a shard, as far as they ended before this moment; answers how many. */
    public CompletableFuture<Long> forget(int shard, Instant endedBefore, List<CallId> ids) {
        ShardKeys keys = new ShardKeys(shard);
        List<String> args = new ArrayList<>(List.of(keys.callPrefix(), keys.requestPrefix(), keys.attemptsPrefix(),
                keys.campaignPrefix(), String.valueOf(endedBefore.toEpochMilli())));
        ids.forEach(id -> args.add(id.value()));
        return scripts.run(FORGET, List.of(keys.ended(), keys.campaignIds()), args)
                .thenApply(answer -> Answers.number(answer, 0));
    }

    /**
     * Replaces all that Redis has of a call that ended; answers whether it was still as it was read.
     *
     * @param attempts those that ended
     */
    public CompletableFuture<Boolean> replace(Call from, Call next, Optional<CallRequest> request,
            List<Attempt> attempts) {
        ShardKeys keys = ShardKeys.of(from.id());
        return scripts.run(ERASE,
                List.of(keys.call(from.id()), keys.request(from.id()), keys.attempts(from.id()), keys.epoch()),
                Arguments.replace(from, next, request, attempts)).thenApply(answer -> Answers.number(answer, 0) == 1);
    }
}
