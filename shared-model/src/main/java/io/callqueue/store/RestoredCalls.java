package io.callqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Erased;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.CompactRequest;

/** Writes calls into a closed Redis as the ledger knows them, each with who keeps it. */
public final class RestoredCalls {
    /** No pod sends an attempt later than this after its claim; before, nobody may ask Plivo whether it has it. */
    public static final Duration LONGEST_DIAL_DEADLINE = Duration.ofMinutes(1);
    /** Webhooks tell of most calls that are under way; of the others Plivo is asked then. */
    private static final Duration ASKED_AFTER = Duration.ofSeconds(30);
    private static final LuaScript RESTORE = LuaScript.load("/callqueue/lua/restore.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Map<String, String> marks;

    /** @param marks what {@link Epochs#close} answered */
    public RestoredCalls(RedisClusterAsyncCommands<String, String> redis, Map<String, String> marks) {
        this.redis = redis;
        this.scripts = new ScriptRunner(redis);
        this.marks = marks;
    }

    /**
     * What Redis knew of the call.
     *
     * @param attempts those that have ended
     * @param now about the time of Redis
     * @return fails when somebody else makes this Redis anew, or when it lost data again
     */
    public CompletableFuture<Knew> restore(Call call, Optional<CallRequest> request, List<Attempt> attempts,
            Instant now) {
        ShardKeys keys = ShardKeys.of(call.id());
        String campaign = call.order().campaignId();
        List<String> names = List.of(keys.call(call.id()), keys.request(call.id()), keys.attempts(call.id()),
                keys.timers(), keys.inflight(), keys.active(), keys.counts(), keys.ended(), keys.epoch(),
                keys.campaign(campaign), keys.parked(campaign), keys.parkedExpiry(campaign), keys.campaignIds());
        return (Erased.is(call) ? withFormer(call, attempts) : CompletableFuture.completedFuture(attempts))
                .thenCompose(all -> scripts.run(RESTORE, names, arguments(call, request, all, now, keys.epoch())))
                .thenApply(RestoredCalls::knew);
    }

    /** Also those that Redis has of it from before it was erased, without the person. Nobody else writes while Redis is closed. */
    private CompletableFuture<List<Attempt>> withFormer(Call erased, List<Attempt> attempts) {
        ShardKeys keys = ShardKeys.of(erased.id());
        CompletableFuture<Map<String, String>> former = RedisAnswer.of(redis.hgetall(keys.attempts(erased.id())));
        return RedisAnswer.of(redis.hmget(keys.call(erased.id()), "phone_number", "created_at"))
                .thenCombine(former, (call, texts) -> {
                    Map<Integer, Attempt> all = new TreeMap<>();
                    if (call.getLast().getValueOrElse("").equals(millis(erased.order().createdAt()))) {
                        texts.values().stream().map(text -> Json.read(text, Attempt.class)).forEach(attempt -> all
                                .put(attempt.number(), Erased.attempt(attempt, call.getFirst().getValueOrElse(""))));
                    }
                    attempts.forEach(attempt -> all.put(attempt.number(), attempt));
                    return List.copyOf(all.values());
                });
    }

    /** Beside what the ledger knows. */
    public enum Knew {
        LESS, THE_SAME, MORE
    }

    private static Knew knew(List<Object> answer) {
        return switch ((int) Answers.number(answer, 0)) {
            case 0 -> Knew.THE_SAME;
            case 1 -> Knew.LESS;
            case 2 -> Knew.MORE;
            default -> throw new RedisRenewed();
        };
    }

    private List<String> arguments(Call call, Optional<CallRequest> request, List<Attempt> attempts, Instant now,
            String epochKey) {
        List<String> args = new ArrayList<>(List.of(call.id().value(), marks.getOrDefault(epochKey, ""),
                String.valueOf(call.epoch()), String.valueOf(call.version())));
        args.addAll(keeping(call, now));
        args.addAll(List.of(call.order().priority().word(), call.status().word(), call.order().campaignId(),
                request.map(CompactRequest::write).orElse(""), millis(call.order().createdAt()),
                Erased.is(call) ? "1" : "",
                String.valueOf(attempts.size())));
        attempts.forEach(attempt -> args.addAll(List.of(String.valueOf(attempt.number()), Json.text(attempt))));
        args.addAll(CallHash.write(call));
        return args;
    }

    /** A record that a popped call should have may be missing: it is made again. The first record of a call was there before the call. */
    private static List<String> keeping(Call call, Instant now) {
        return switch (call.status()) {
            case QUEUED -> List.of(call.revision() == 1 ? "record" : "inflight", "");
            case SCHEDULED, DEFERRED, RETRYING ->
                call.dueAt().map(due -> timer(due)).orElseGet(() -> List.of("parked", ""));
            case DIALING, UNKNOWN, RINGING, IN_PROGRESS -> timer(askedAt(call, now));
            case COMPLETED, FAILED, CANCELLED, EXPIRED -> List.of("nobody", millis(endedAt(call)));
        };
    }

    /** When that was written: it may have ended long before that was known. An erasure came later still. */
    private static Instant endedAt(Call call) {
        return Erased.is(call) ? call.completedAt().orElse(call.updatedAt()) : call.updatedAt();
    }

    private static Instant askedAt(Call call, Instant now) {
        Instant soon = now.plus(ASKED_AFTER);
        return call.attempt().filter(attempt -> attempt.dialedAt().isEmpty())
                .map(attempt -> attempt.claimedAt().plus(LONGEST_DIAL_DEADLINE)).filter(soon::isBefore).orElse(soon);
    }

    private static List<String> timer(Instant at) {
        return List.of("timer", millis(at));
    }

    private static String millis(Instant at) {
        return String.valueOf(at.toEpochMilli());
    }
}
