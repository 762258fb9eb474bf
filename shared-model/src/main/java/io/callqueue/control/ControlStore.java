package io.callqueue.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

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
    private static final String APPLIED = "control:{admission}";
    /** All that it writes. */
    public static final List<String> KEYS = Stream
            .of(List.of(LIMITS, STOPS, CAMPAIGNS, CampaignIds.WITH_SETTINGS, APPLIED),
                    Walks.KEYS, DoNotCallList.KEYS)
            .flatMap(List::stream).toList();
    private static final LuaScript APPLY = LuaScript.load("/callqueue/lua/control.lua");
    private static final LuaScript APPLY_TO_CAMPAIGN = LuaScript.load("/callqueue/lua/campaign.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final DoNotCallList doNotCall;
    private final Walks walks;

    public ControlStore(RedisClusterAsyncCommands<String, String> redis) {
        this(new ScriptRunner(redis));
    }

    public ControlStore(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
        this.doNotCall = new DoNotCallList(scripts);
        this.walks = new Walks(scripts);
    }

    /** The numbers that nobody may call. */
    public DoNotCallList doNotCall() {
        return doNotCall;
    }

    /** What is wanted of many calls, and is not done yet. */
    public Walks walks() {
        return walks;
    }

    public CompletableFuture<Limits> limits() {
        return RedisAnswer.of(redis.hgetall(LIMITS)).thenApply(LimitsHash::read);
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

    /** Whether the record that was written at this offset under this key, or a later one, is in force. */
    public CompletableFuture<Boolean> isInForce(String key, long offset) {
        return DoNotCall.numberOf(key).map(number -> doNotCall.isInForce(number, offset))
                .or(() -> Erasure.nameOf(key).map(walks::isErasing))
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
            return walks.erase(erasure.get(), value);
        }
        List<String> args = new ArrayList<>(List.of(key, String.valueOf(offset)));
        Optional<CampaignKey> campaign = CampaignKey.of(key);
        if (campaign.isPresent()) {
            args.addAll(setting(campaign.get(), value));
            return run(APPLY_TO_CAMPAIGN,
                    List.of(APPLIED, CAMPAIGNS, CampaignIds.WITH_SETTINGS, Walks.CANCELLING, Walks.HANGING_UP),
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
            return run(APPLY, List.of(APPLIED, Walks.RETRYING), args);
        }
        if (key.equals(Limits.KEY)) {
            args.add("");
            value.map(json -> Json.read(json, Limits.class)).ifPresent(limits -> args.addAll(LimitsHash.write(limits)));
            return run(APPLY, List.of(APPLIED, LIMITS), args);
        }
        throw new IllegalArgumentException("nobody knows the key " + key);
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
}
