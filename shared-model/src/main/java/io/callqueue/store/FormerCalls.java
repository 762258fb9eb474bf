package io.callqueue.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** All that a closed Redis has of calls: where nobody knows how old it is, it tells nothing that the ledger does not. */
public final class FormerCalls {
    private static final LuaScript REMOVE = LuaScript.load("/callqueue/lua/remove.lua");
    private static final int PAGE = 1_000;
    private static final Pattern OF_A_SHARD = Pattern.compile("[a-z:-]+\\{([0-9]+)}.*", Pattern.DOTALL);
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
            found.getKeys().forEach(key -> epochOf(key).filter(epoch -> !epoch.equals(key))
                    .ifPresent(epoch -> byEpoch.computeIfAbsent(epoch, made -> new ArrayList<>()).add(key)));
            List<CompletableFuture<Void>> asked = byEpoch.entrySet().stream()
                    .map(each -> remove(each.getKey(), each.getValue())).toList();
            asked.forEach(CompletableFuture::join);
            next = found;
        } while (!next.isFinished());
    }

    private static Optional<String> epochOf(String key) {
        Matcher parts = OF_A_SHARD.matcher(key);
        return parts.matches()
                ? Optional.of(new ShardKeys(Integer.parseInt(parts.group(1))).epoch())
                : Optional.empty();
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
