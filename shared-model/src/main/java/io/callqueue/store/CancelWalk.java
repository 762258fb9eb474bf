package io.callqueue.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;

/**
 * Walks over the calls of a cancelled campaign that a timer keeps, or that are popped or parked, a few at a time; live ones are among them.
 * How far it has come stands in Redis, shard by shard, so that whoever dies, the next one goes on.
 */
public final class CancelWalk {
    /** Few: each is looked at in one script, which others wait for. */
    private static final int ENTRIES = 100;
    /** Longer than a dispatcher believes what it read of a call before it moves it. */
    private static final Duration PASSES_APART = Duration.ofSeconds(5);
    private static final Duration KNOWN_TO_BE_OVER = Duration.ofDays(1);
    private static final LuaScript WALK = LuaScript.load("/callqueue/lua/walk.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Duration passesApart;

    public CancelWalk(ScriptRunner scripts) {
        this(scripts, PASSES_APART);
    }

    public CancelWalk(RedisClusterAsyncCommands<String, String> redis) {
        this(redis, PASSES_APART);
    }

    /** For tests. */
    public CancelWalk(RedisClusterAsyncCommands<String, String> redis, Duration passesApart) {
        this(new ScriptRunner(redis), passesApart);
    }

    private CancelWalk(ScriptRunner scripts, Duration passesApart) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.passesApart = passesApart;
    }

    /**
     * A step.
     *
     * @param number to be told as done when all of its calls have been dealt with
     * @param isOver nothing is left to do in this shard
     * @param pause until the walk can go on, when this step is done
     */
    public record Step(int number, boolean isOver, Duration pause, List<CallId> calls) {}

    /**
     * The next step, or once more the latest one whose calls were not dealt with.
     *
     * @param cancellation as JSON; another one of the campaign than before begins from the start
     * @param done the number of the step that was dealt with; 0 for none
     */
    public CompletableFuture<Step> next(int shard, String campaign, String cancellation, int done) {
        ShardKeys keys = new ShardKeys(shard);
        List<String> args = List.of(keys.callPrefix(), campaign, cancellation, String.valueOf(done),
                String.valueOf(ENTRIES), String.valueOf(passesApart.toMillis()),
                String.valueOf(KNOWN_TO_BE_OVER.toMillis()));
        return scripts.run(WALK, List.of(keys.cancelling(campaign), keys.timers(), keys.inflight(),
                keys.parked(campaign)), args).thenApply(CancelWalk::step);
    }

    private static Step step(List<Object> answer) {
        long wait = Answers.number(answer, 1);
        return new Step((int) Answers.number(answer, 0), wait < 0, Duration.ofMillis(Math.max(0, wait)),
                Answers.list(answer, 2).stream().map(id -> new CallId(String.valueOf(id))).toList());
    }

    /** Whether nothing is left to do in any shard. */
    public CompletableFuture<Boolean> isOver(String campaign, String cancellation) {
        List<CompletableFuture<Boolean>> asked = IntStream.range(0, CallId.SHARDS)
                .mapToObj(shard -> isOver(shard, campaign, cancellation)).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().allMatch(CompletableFuture::join));
    }

    private CompletableFuture<Boolean> isOver(int shard, String campaign, String cancellation) {
        return RedisAnswer.of(redis.hmget(new ShardKeys(shard).cancelling(campaign), "cancellation", "over"))
                .thenApply(walk -> walk.getFirst().getValueOrElse("").equals(cancellation)
                        && walk.getLast().getValueOrElse("").equals("1"));
    }
}
