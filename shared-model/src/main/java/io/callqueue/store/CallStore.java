package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.request.CallRequest;

/**
 * Calls in Redis. Every change is one script on one shard, and may be sent twice. All answers come asynchronously, and fail with a
 * {@link io.lettuce.core.RedisException} when Redis can not be reached.
 */
public final class CallStore {
    private static final LuaScript READ = script("read");
    private static final LuaScript CREATE = script("create");
    private static final LuaScript MOVE = script("move");
    private static final LuaScript DUE = script("due");
    private static final LuaScript UNPARK = script("unpark");
    private static final LuaScript CONFIRM = script("confirm");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final CallDetails details;
    private final EndedCalls ended;
    private final CallOverview overview;
    private final Gathering<Long, Boolean> epoch = new Gathering<>(Integer.MAX_VALUE, this::areStanding);

    public CallStore(RedisClusterAsyncCommands<String, String> redis) {
        this(new ScriptRunner(redis));
    }

    public CallStore(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.details = new CallDetails(scripts);
        this.ended = new EndedCalls(scripts);
        this.overview = new CallOverview(redis);
    }

    /** What else is known of a call: its request, its attempts that ended. */
    public CallDetails details() {
        return details;
    }

    /** Calls that ended, until they are forgotten. */
    public EndedCalls ended() {
        return ended;
    }

    /** How many calls there are. */
    public CallOverview overview() {
        return overview;
    }

    static LuaScript script(String verb) {
        return LuaScript.load("/callqueue/lua/" + verb + ".lua");
    }

    /** Where a timer is told of that may fire within a second, by pub/sub: the shard of each channel. */
    public static Map<String, Integer> timerChannels() {
        return IntStream.range(0, CallId.SHARDS).boxed()
                .collect(Collectors.toMap(shard -> new ShardKeys(shard).timers(), shard -> shard));
    }

    /** The call as it stands, with the time of Redis. */
    public CompletableFuture<Snapshot> read(CallId id) {
        ShardKeys keys = ShardKeys.of(id);
        return scripts.run(READ, List.of(keys.call(id), keys.epoch()), List.of()).thenApply(answer -> {
            long epoch = Answers.epoch(answer, 1);
            return new Snapshot(Answers.time(answer, 0), epoch, CallHash.read(id, epoch, Answers.list(answer, 2)));
        });
    }

    /** Creates the call, if its id is free. A scheduled one gets its timer in the same step. */
    public CompletableFuture<Creation> create(Call call, CallRequest request) {
        ShardKeys keys = ShardKeys.of(call.id());
        return scripts.run(CREATE, keys.forCreate(call), Arguments.create(call, request))
                .thenApply(answer -> creation(call.id(), answer));
    }

    private static Creation creation(CallId id, List<Object> answer) {
        Call stands = CallHash.read(id, Answers.epoch(answer, 2), Answers.list(answer, 3)).orElseThrow();
        return switch (Answers.text(answer, 0)) {
            case "created" -> new Creation.Created(stands);
            case "existing" -> new Creation.Existing(stands);
            case "conflict" -> new Creation.Conflict(stands);
            default -> throw Answers.unexpected(answer);
        };
    }

    /** Reads the call, lets {@code mover} decide, and makes the move if the call has not changed; else decides again. */
    public CompletableFuture<Update> update(CallId id, Mover mover) {
        return read(id).thenCompose(
                snapshot -> snapshot.call().map(call -> update(call, snapshot.now(), mover))
                        .orElseGet(CallStore::absent));
    }

    /** The same from a call that was just read. */
    public CompletableFuture<Update> update(Call call, Instant now, Mover mover) {
        return switch (mover.decide(call, now)) {
            case Decision.Stay() -> CompletableFuture.completedFuture(new Update.Stayed(call));
            case Decision.Change change ->
                apply(call, change).thenCompose(answer -> settle(call, change, mover, answer));
        };
    }

    private CompletableFuture<List<Object>> apply(Call from, Decision.Change change) {
        return scripts.run(MOVE, ShardKeys.of(from.id()).forMove(from), Arguments.move(from, change));
    }

    private CompletableFuture<Update> settle(Call from, Decision.Change change, Mover mover, List<Object> answer) {
        return switch (Answers.text(answer, 0)) {
            case "applied" -> CompletableFuture.completedFuture(new Update.Moved(stored(change.next(), answer)));
            case "absent" -> absent();
            case "changed" ->
                update(CallHash.read(from.id(), Answers.epoch(answer, 2), Answers.list(answer, 3)).orElseThrow(),
                        Answers.time(answer, 1), mover);
            default -> throw Answers.unexpected(answer);
        };
    }

    /** As anybody reads it from now on: whole milliseconds, and the epoch of the Redis that counted the version. */
    private static Call stored(Call next, List<Object> answer) {
        return CallHash.read(next.id(), Answers.epoch(answer, 2), CallHash.write(next)).orElseThrow();
    }

    private static CompletableFuture<Update> absent() {
        return CompletableFuture.completedFuture(new Update.Absent());
    }

    /**
     * Fires the due timers of a shard.
     *
     * @param most how many timers at once, and how many popped calls that come back
     * @param lookUpAfter when Plivo is asked (again) about an open attempt whose deadline passed
     * @param returnAfter when a popped call comes back whose record was not confirmed
     * @param lookInterval the time between two looks at a campaign that has parked calls
     */
    public CompletableFuture<Due> fireDue(int shard, int most, Duration lookUpAfter, Duration returnAfter,
            Duration lookInterval) {
        ShardKeys keys = new ShardKeys(shard);
        return scripts.run(DUE, keys.forReturn(), Arguments.due(keys, most, lookUpAfter, returnAfter, lookInterval))
                .thenApply(Answers::due);
    }

    /**
     * Brings parked calls of a campaign back, the oldest of the shard first; each is then to be produced and confirmed as one that is due.
     *
     * @param most how many at once
     * @param again whether the campaign is to be looked at again at once, if any are parked still
     */
    public CompletableFuture<List<Due.Fired>> unpark(int shard, String campaign, int most, boolean again) {
        ShardKeys keys = new ShardKeys(shard);
        return scripts.run(UNPARK, keys.forReturn(), Arguments.unpark(keys, campaign, most, again))
                .thenApply(answer -> Answers.fired(answer, 2, Answers.epoch(answer, 1)));
    }

    /**
     * Fails with {@link RedisRenewed} when Redis was made anew since the call stood like this. Asked when the call's event is acked: the
     * ledger is read to its end only after Redis is closed, so an event that came too late for that finds another epoch here.
     */
    public CompletableFuture<Void> standsAs(Call call) {
        return epoch.ask(call.epoch()).thenAccept(stands -> {
            if (!stands) {
                throw new RedisRenewed();
            }
        });
    }

    /** One key tells it of all shards: it is closed before any of them, and opened after all. */
    private CompletableFuture<List<Boolean>> areStanding(List<Long> asked) {
        return RedisAnswer.of(redis.get(Epochs.ADMISSION)).thenApply(
                epoch -> asked.stream().map(each -> String.valueOf(each).equals(epoch)).toList());
    }

    /**
     * The records of these calls of a shard are in Kafka and keep them from now on.
     *
     * @param popped calls of this shard
     */
    public CompletableFuture<Void> confirm(int shard, List<Popped> popped) {
        ShardKeys keys = new ShardKeys(shard);
        List<String> args = new ArrayList<>(List.of(keys.callPrefix()));
        popped.forEach(each -> args.addAll(
                List.of(each.id().value(), String.valueOf(each.revision()), String.valueOf(each.epoch()))));
        return scripts.run(CONFIRM, List.of(keys.inflight(), keys.epoch()), args).thenAccept(answer -> {});
    }
}
