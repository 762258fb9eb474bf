package io.callqueue.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** Walks over all calls in Redis, a page at a time, without holding up anybody else for long. */
public final class CallWalk {
    private static final int PAGE = 1_000;
    private final RedisClusterAsyncCommands<String, String> redis;

    public CallWalk(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
    }

    /**
     * A page of call ids; an id may come twice, and one that is created or forgotten meanwhile may be missing.
     *
     * @param next where to go on
     */
    public record Page(List<CallId> ids, ScanCursor next) {
        public boolean isLast() {
            return next.isFinished();
        }
    }

    /** The first page. */
    public CompletableFuture<Page> first() {
        return from(ScanCursor.INITIAL);
    }

    public CompletableFuture<Page> from(ScanCursor cursor) {
        ScanArgs calls = ScanArgs.Builder.matches("call:{*}:*").limit(PAGE);
        return RedisAnswer.of(redis.scan(cursor, calls)).thenApply(CallWalk::page);
    }

    private static Page page(KeyScanCursor<String> found) {
        List<CallId> ids = found.getKeys().stream().map(key -> new CallId(key.substring(key.indexOf("}:") + 2)))
                .toList();
        return new Page(ids, found);
    }

    /** The epoch of this Redis; -1 while it is closed. A walk that began in another epoch went through another Redis. */
    public CompletableFuture<Long> epoch() {
        return RedisAnswer.of(redis.get(Epochs.ADMISSION))
                .thenApply(epoch -> epoch == null || epoch.contains(":") ? -1 : Long.parseLong(epoch));
    }

    /** Whom the call is for; empty when there is no such call any more. */
    public CompletableFuture<Optional<String>> phoneNumber(CallId id) {
        return RedisAnswer.of(redis.hget(ShardKeys.of(id).call(id), "phone_number")).thenApply(Optional::ofNullable);
    }

    /** Which of the entries that keep a call in Redis it has now. */
    public CompletableFuture<Kept> kept(Call call) {
        ShardKeys keys = ShardKeys.of(call.id());
        String campaign = call.order().campaignId();
        CompletableFuture<Boolean> timer = isIn(keys.timers(), call.id().value());
        CompletableFuture<Boolean> inflight = isIn(keys.inflight(), call.id().value());
        CompletableFuture<Boolean> parked = isIn(keys.parked(campaign), call.id().value());
        CompletableFuture<Boolean> look = isIn(keys.timers(), ShardKeys.LOOK + campaign);
        return CompletableFuture.allOf(timer, inflight, parked, look)
                .thenApply(all -> new Kept(timer.join(), inflight.join(), parked.join(), look.join()));
    }

    private CompletableFuture<Boolean> isIn(String sortedSet, String entry) {
        return RedisAnswer.of(redis.zscore(sortedSet, entry)).thenApply(score -> score != null);
    }

    /**
     * @param timer the call has a timer
     * @param inflight it is popped and not confirmed
     * @param parked it is parked under its campaign
     * @param look its campaign's parked calls will be looked at
     */
    public record Kept(boolean timer, boolean inflight, boolean parked, boolean look) {
        /** Of the call itself. */
        public int entries() {
            return (timer ? 1 : 0) + (inflight ? 1 : 0) + (parked ? 1 : 0);
        }
    }
}
