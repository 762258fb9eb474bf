package io.callqueue.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** All that a closed Redis has of calls: where nobody knows how old it is, it tells nothing that the ledger does not. */
public final class FormerCalls {
    private static final LuaScript REMOVE = LuaScript.load("/callqueue/lua/remove.lua");
    private static final int PAGE = 1_000;
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Map<String, String> marks;

    /** @param marks what {@link Epochs#close} answered */
    public FormerCalls(RedisClusterAsyncCommands<String, String> redis, Map<String, String> marks) {
        this.redis = redis;
        this.scripts = new ScriptRunner(redis);
        this.marks = marks;
    }

    /** @throws RedisRenewed when somebody else makes this Redis anew, or when it lost data again */
    public void remove() {
        ScanArgs most = ScanArgs.Builder.limit(PAGE);
        ScanCursor next = ScanCursor.INITIAL;
        do {
            KeyScanCursor<String> found = RedisAnswer.of(redis.scan(next, most)).join();
            Map<String, List<String>> byEpoch = new HashMap<>();
            found.getKeys().forEach(key -> ShardKeys.ofCallsIn(key).map(ShardKeys::epoch)
                    .ifPresent(epoch -> byEpoch.computeIfAbsent(epoch, made -> new ArrayList<>()).add(key)));
            List<CompletableFuture<Void>> asked = byEpoch.entrySet().stream()
                    .map(each -> remove(each.getKey(), each.getValue())).toList();
            asked.forEach(CompletableFuture::join);
            next = found;
        } while (!next.isFinished());
    }

    private CompletableFuture<Void> remove(String epoch, List<String> keys) {
        List<String> names = new ArrayList<>(List.of(epoch));
        names.addAll(keys);
        return scripts.run(REMOVE, names, List.of(marks.getOrDefault(epoch, ""))).thenAccept(answer -> {
            if (Answers.number(answer, 0) < 0) {
                throw new RedisRenewed();
            }
        });
    }
}
