package io.callqueue.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;

/**
 * Walks over calls of one campaign, a few at a time. How far it has come stands in Redis, shard by shard, so that whoever dies, the next
 * one goes on.
 */
public final class CampaignWalk {
    /** Few: each is looked at in one script, which others wait for. */
    private static final int ENTRIES = 100;
    /** Longer than a dispatcher believes what it read of a call before it moves it. */
    private static final Duration PASSES_APART = Duration.ofSeconds(5);
    private static final Duration KNOWN_TO_BE_OVER = Duration.ofDays(1);
    private static final LuaScript WALK = LuaScript.load("/callqueue/lua/walk.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Route route;
    private final Duration passesApart;

    /** Which calls are walked over. */
    public enum Route {
        /** Those that a timer keeps, or that are popped or parked; live ones are among them, queued ones, which their records keep, are not. */
        KEPT_HERE(2, List.of()) {
            @Override
            List<String> keys(ShardKeys shard, String name, String campaign) {
                return List.of(shard.cancelling(name), shard.epoch(), shard.timers(), shard.inflight(),
                        shard.parked(campaign));
            }
        },
        /** Those with an attempt that is or may be under way; those known to be live first, however many wait. */
        LIVE(2, Stream.of(CallStatus.values()).filter(CallStatus::isOpenAttempt).toList()) {
            @Override
            List<String> keys(ShardKeys shard, String name, String campaign) {
                return List.of(shard.hangingUp(name), shard.epoch(), shard.active(), shard.timers());
            }
        },
        /** Those that failed; what fails after its beginning is perhaps among them. */
        FAILED(1, List.of(CallStatus.FAILED)) {
            @Override
            List<String> keys(ShardKeys shard, String name, String campaign) {
                return List.of(shard.retrying(name), shard.epoch(), shard.ended());
            }
        };

        private final int passes;
        private final List<CallStatus> statuses;

        Route(int passes, List<CallStatus> statuses) {
            this.passes = passes;
            this.statuses = statuses;
        }

        /** The walk, the shard's epoch, then the places to look at. */
        abstract List<String> keys(ShardKeys shard, String name, String campaign);
    }

    /**
     * What is walked for.
     *
     * @param name unlike that of any other walk on the same route
     * @param wanted what is wanted of the calls; another one of the same name than before begins from the start
     */
    public record Order(String name, String campaign, String wanted) {}

    public CampaignWalk(ScriptRunner scripts, Route route) {
        this(scripts, route, PASSES_APART);
    }

    public CampaignWalk(RedisClusterAsyncCommands<String, String> redis, Route route) {
        this(new ScriptRunner(redis), route, PASSES_APART);
    }

    /** For tests. */
    public CampaignWalk(RedisClusterAsyncCommands<String, String> redis, Route route, Duration passesApart) {
        this(new ScriptRunner(redis), route, passesApart);
    }

    private CampaignWalk(ScriptRunner scripts, Route route, Duration passesApart) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.route = route;
        this.passesApart = passesApart;
    }

    /**
     * A step.
     *
     * @param number to be told as done when all of its calls have been dealt with
     * @param isOver nothing is left to do in this shard
     * @param pause until the walk can go on, when this step is done
     */
    public record Step(long number, boolean isOver, Duration pause, List<CallId> calls) {}

    /**
     * The next step, or once more the latest one whose calls were not dealt with.
     *
     * @param done the number of the step that was dealt with; 0 for none
     */
    public CompletableFuture<Step> next(int shard, Order order, long done) {
        ShardKeys keys = new ShardKeys(shard);
        List<String> args = Stream.concat(
                Stream.of(keys.callPrefix(), order.campaign(), order.wanted(), String.valueOf(done),
                        String.valueOf(ENTRIES), String.valueOf(passesApart.toMillis()),
                        String.valueOf(KNOWN_TO_BE_OVER.toMillis()), String.valueOf(route.passes)),
                route.statuses.stream().map(CallStatus::word)).toList();
        return scripts.run(WALK, route.keys(keys, order.name(), order.campaign()), args)
                .thenApply(CampaignWalk::step);
    }

    private static Step step(List<Object> answer) {
        long wait = Answers.number(answer, 1);
        return new Step(Answers.number(answer, 0), wait < 0, Duration.ofMillis(Math.max(0, wait)),
                Answers.list(answer, 2).stream().map(id -> new CallId(String.valueOf(id))).toList());
    }

    /** Whether nothing is left to do in any shard. */
    public CompletableFuture<Boolean> isOver(Order order) {
        return left(order).thenApply(List::isEmpty);
    }

    /** The shards in which something is left to do, or in which it was over so long ago that nobody knows. */
    public CompletableFuture<List<Integer>> left(Order order) {
        List<CompletableFuture<Boolean>> asked = IntStream.range(0, CallId.SHARDS)
                .mapToObj(shard -> isOver(shard, order)).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> IntStream
                .range(0, CallId.SHARDS).filter(shard -> !asked.get(shard).join()).boxed().toList());
    }

    private CompletableFuture<Boolean> isOver(int shard, Order order) {
        String walk = route.keys(new ShardKeys(shard), order.name(), order.campaign()).getFirst();
        return RedisAnswer.of(redis.hmget(walk, "wanted", "over"))
                .thenApply(stands -> stands.getFirst().getValueOrElse("").equals(order.wanted())
                        && stands.getLast().getValueOrElse("").equals("1"));
    }
}
