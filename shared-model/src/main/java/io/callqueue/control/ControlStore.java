package io.callqueue.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.codec.Json;
import io.callqueue.store.CampaignIds;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.ScriptRunner;

/** What Redis holds of {@code calls.control}, where admission reads it with every permit. All answers come asynchronously. */
public final class ControlStore {
    public static final String LIMITS = "limits:{admission}";
    public static final String STOPS = "stops:{admission}";
    public static final String CAMPAIGNS = "campaigns:{admission}";
    private static final String CANCELLING = "cancelling:{admission}";
    private static final String HANGING_UP = "hanging-up:{admission}";
    private static final String RETRYING = "retrying:{admission}";
    private static final String ERASING = "erasing:{admission}";
    private static final String APPLIED = "control:{admission}";
    private static final String MAX_CONCURRENT_CALLS = "max_concurrent_calls";
    private static final String RATE_LIMIT = "rate_limit_per_second";
    private static final String RESERVED_SHARE = "reserved_share";
    private static final LuaScript APPLY = LuaScript.load("/callqueue/lua/control.lua");
    private static final LuaScript APPLY_TO_CAMPAIGN = LuaScript.load("/callqueue/lua/campaign.lua");
    private static final LuaScript END_WALK = LuaScript.load("/callqueue/lua/walked.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final DoNotCallList doNotCall;

    public ControlStore(RedisClusterAsyncCommands<String, String> redis) {
        this(new ScriptRunner(redis));
    }

    public ControlStore(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.doNotCall = new DoNotCallList(scripts);
    }

    /** The numbers that nobody may call. */
    public DoNotCallList doNotCall() {
        return doNotCall;
    }

    public CompletableFuture<Limits> limits() {
        return RedisAnswer.of(redis.hgetall(LIMITS)).thenApply(ControlStore::limits);
    }

    private static Limits limits(Map<String, String> set) {
        return Limits.of(Optional.ofNullable(set.get(MAX_CONCURRENT_CALLS)).map(Integer::valueOf),
                Optional.ofNullable(set.get(RATE_LIMIT)).map(BigDecimal::new),
                Optional.ofNullable(set.get(RESERVED_SHARE)).map(BigDecimal::new));
    }

    /** What is stopped now, the oldest first. */
    public CompletableFuture<List<Stop>> stops() {
        return RedisAnswer.of(redis.hvals(STOPS)).thenApply(found -> found.stream()
                .map(json -> Json.read(json, Stop.class)).sorted(Comparator.comparing(Stop::since)).toList());
    }

    /** What is set for this campaign now. */
    public CompletableFuture<CampaignSettings> campaign(String id) {
        return RedisAnswer.of(redis.hget(CAMPAIGNS, id)).thenApply(json -> Optional.ofNullable(json)
                .map(set -> Json.read(set, CampaignSettings.class)).orElse(CampaignSettings.NONE));
    }

    /** The cancellations whose calls are still being ended, as JSON, by campaign. */
    public CompletableFuture<Map<String, String>> cancelling() {
        return RedisAnswer.of(redis.hgetall(CANCELLING));
    }

    /** What this cancellation ends has ended; a later one of the campaign stays. */
    public CompletableFuture<Void> endCancelling(String campaign, String cancellation) {
        return run(END_WALK, List.of(CANCELLING), List.of(campaign, cancellation));
    }

    /** The paused campaigns whose calls under way are still being hung up: since when, as JSON, by campaign. */
    public CompletableFuture<Map<String, String>> hangingUp() {
        return RedisAnswer.of(redis.hgetall(HANGING_UP));
    }

    /** The calls under way of this hang-up are all hung up; a later one of the campaign stays. */
    public CompletableFuture<Void> endHangingUp(String campaign, String since) {
        return run(END_WALK, List.of(HANGING_UP), List.of(campaign, since));
    }

    /** What wants new calls for failed ones and has not made them all yet, as JSON, by {@link RetryFailed#name}. */
    public CompletableFuture<Map<String, String>> retryingFailed() {
        return RedisAnswer.of(redis.hgetall(RETRYING));
    }

    /** All new calls of this are made; a later one of the same name stays. */
    public CompletableFuture<Void> endRetryingFailed(String name, String wish) {
        return run(END_WALK, List.of(RETRYING), List.of(name, wish));
    }

    /** Who is not to be known any more and perhaps still is. */
    public CompletableFuture<List<Erasure>> erasing() {
        return RedisAnswer.of(redis.hvals(ERASING)).thenApply(
                found -> found.stream().map(json -> Json.read(json, Erasure.class)).toList());
    }

    private CompletableFuture<Boolean> isErasing(String name) {
        return RedisAnswer.of(redis.hexists(ERASING, name));
    }

    /** Whether the record that was written at this offset under this key, or a later one, is in force. */
    public CompletableFuture<Boolean> isInForce(String key, long offset) {
        return DoNotCall.numberOf(key).map(number -> doNotCall.isInForce(number, offset))
                .or(() -> Erasure.nameOf(key).map(this::isErasing))
                .orElseGet(() -> RedisAnswer.of(redis.hget(APPLIED, key))
                        .thenApply(applied -> applied != null && Long.parseLong(applied) >= offset));
    }

    /**
     * Puts a record in force, unless a later one of its key is. Repeated by every pod, and at every start, it changes nothing more.
     *
     * @param value empty when the record ends what its key names
     * @throws RuntimeException at once when the record is none of ours
     */
    public CompletableFuture<Void> apply(String key, long offset, Optional<byte[]> value) {
        Optional<DoNotCallList.Change> number = DoNotCallList.Change.of(key, offset, value);
        if (number.isPresent()) {
            return doNotCall.apply(List.of(number.get()));
        }
        Optional<String> erasure = Erasure.nameOf(key);
        if (erasure.isPresent()) {
            return erase(erasure.get(), value);
        }
        List<String> args = new ArrayList<>(List.of(key, String.valueOf(offset)));
        Optional<CampaignKey> campaign = CampaignKey.of(key);
        if (campaign.isPresent()) {
            args.addAll(setting(campaign.get(), value));
            return run(APPLY_TO_CAMPAIGN,
                    List.of(APPLIED, CAMPAIGNS, CampaignIds.WITH_SETTINGS, CANCELLING, HANGING_UP),
                    args);
        }
        Optional<String> stop = Stop.nameOf(key);
        if (stop.isPresent()) {
            args.add(stop.get());
            value.map(json -> Json.text(Json.read(json, Stop.class))).ifPresent(args::add);
            return run(APPLY, List.of(APPLIED, STOPS), args);
        }
        if (key.equals(EpochRecord.KEY) || key.equals(DialPeriod.KEY)) {
            return CompletableFuture.completedFuture(null); // it is about Redis, not for it
        }
        Optional<String> retryFailed = RetryFailed.nameOf(key);
        if (retryFailed.isPresent()) {
            args.add(retryFailed.get());
            value.map(json -> Json.text(Json.read(json, RetryFailed.class))).ifPresent(args::add);
            return run(APPLY, List.of(APPLIED, RETRYING), args);
        }
        if (key.equals(Limits.KEY)) {
            args.add("");
            value.map(json -> Json.read(json, Limits.class)).ifPresent(limits -> args.addAll(fields(limits)));
            return run(APPLY, List.of(APPLIED, LIMITS), args);
        }
        throw new IllegalArgumentException("nobody knows the key " + key);
    }

    /** No offset is kept, since its key would outlive what is erased: where a record is read again, so is the one that ends it. */
    private CompletableFuture<Void> erase(String name, Optional<byte[]> value) {
        return value.map(json -> Json.text(Json.read(json, Erasure.class)))
                .<CompletableFuture<?>>map(json -> RedisAnswer.of(redis.hset(ERASING, name, json)))
                .orElseGet(() -> RedisAnswer.of(redis.hdel(ERASING, name))).thenAccept(done -> {});
    }

    private CompletableFuture<Void> run(LuaScript script, List<String> keys, List<String> args) {
        return scripts.run(script, keys, args).thenAccept(answer -> {});
    }

    private static List<String> setting(CampaignKey key, Optional<byte[]> value) {
        List<String> args = new ArrayList<>(List.of(key.campaignId(), key.setting().word()));
        value.flatMap(json -> Json.read(json, CampaignSettings.class).only(key.setting())).map(Json::text)
                .ifPresent(args::add);
        return args;
    }

    private static List<String> fields(Limits limits) {
        List<String> fields = new ArrayList<>();
        limits.maxConcurrentCalls().ifPresent(n -> fields.addAll(List.of(MAX_CONCURRENT_CALLS, String.valueOf(n))));
        limits.rateLimitPerSecond().ifPresent(n -> fields.addAll(List.of(RATE_LIMIT, n.toPlainString())));
        limits.reservedShare().ifPresent(n -> fields.addAll(List.of(RESERVED_SHARE, n.toPlainString())));
        return fields;
    }
}
