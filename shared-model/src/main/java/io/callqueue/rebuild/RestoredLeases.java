package io.callqueue.rebuild;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.event.LedgerEntry;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.Epochs;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.ScriptRunner;

/**
 * The leases of a closed admission, as the ledger tells them: it has every attempt before Plivo does, so none that may be alive is missing.
 * What nobody can know of the last second, when what was dialed, is forgotten: admission waits for a second then.
 */
final class RestoredLeases {
    private static final LuaScript RELET = LuaScript.load("/callqueue/lua/admission/relet.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Set<String> held;
    private final Instant now;
    private final String mark;

    /** @param now about the time of Redis, @param mark that admission was closed with */
    RestoredLeases(RedisClusterAsyncCommands<String, String> redis, Instant now, String mark) {
        this.mark = mark;
        this.redis = redis;
        this.scripts = new ScriptRunner(redis);
        this.now = now;
        this.held = new HashSet<>(RedisAnswer.of(redis.zrange(AdmissionKeys.LEASES, 0, -1)).join());
    }

    /** The leases of this call's attempts. */
    CompletableFuture<?> restore(LedgerEntry entry) {
        Call call = entry.call();
        Optional<Attempt> open = call.status().isOpenAttempt() ? call.attempt() : Optional.empty();
        Stream<CompletableFuture<?>> dropped = entry.attempts().stream()
                .filter(attempt -> open.filter(o -> o.lease().equals(attempt.lease())).isEmpty())
                .flatMap(attempt -> over(call, attempt));
        Stream<CompletableFuture<?>> taken = open.stream().map(attempt -> relet(call, attempt, "hold"));
        return CompletableFuture.allOf(Stream.concat(dropped, taken).toArray(CompletableFuture[]::new));
    }

    /** It holds nothing; what Plivo has of it is remembered as its for a while, since the callee may be called again. */
    private Stream<CompletableFuture<?>> over(Call call, Attempt attempt) {
        Stream<CompletableFuture<?>> drop = held.contains(attempt.lease())
                ? Stream.of(relet(call, attempt, "drop"))
                : Stream.empty();
        return Stream.concat(drop, isRecent(attempt) ? traces(attempt) : Stream.empty());
    }

    private boolean isRecent(Attempt attempt) {
        return attempt.ending().filter(e -> e.at().plus(AdmissionKeys.TRACES_KEPT).isAfter(now)).isPresent();
    }

    private Stream<CompletableFuture<?>> traces(Attempt attempt) {
        SetArgs forAWhile = SetArgs.Builder.ex(AdmissionKeys.TRACES_KEPT.toSeconds());
        return Stream.of(attempt.requestUuid(), attempt.callUuid()).flatMap(Optional::stream).distinct()
                .map(uuid -> RedisAnswer.of(redis.set(AdmissionKeys.trace(uuid), attempt.lease(), forAWhile)));
    }

    private CompletableFuture<?> relet(Call call, Attempt attempt, String wanted) {
        return scripts.run(RELET, List.of(AdmissionKeys.LEASES, AdmissionKeys.CALLEES, Epochs.ADMISSION),
                List.of(attempt.lease(), call.order().phoneNumber(), wanted, mark));
    }

    /** Nobody knows what was dialed just before, and who waits. Narrower rates than the account's are of an epoch. */
    void forgetMoments() {
        RedisAnswer.of(redis.del(AdmissionKeys.MOMENTS, AdmissionKeys.DEMAND)).join();
    }
}
