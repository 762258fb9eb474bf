package io.callqueue.dispatcher.admission;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.ScriptRunner;

/** Who holds what, read in pages of a few hundred, so that Redis never works on one of these commands for long. */
public final class HeldLeases {
    private static final LuaScript FORGET = Admission.script("forget");
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(200);
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    public HeldLeases(RedisClusterAsyncCommands<String, String> redis) {
        this(new ScriptRunner(redis));
    }

    public HeldLeases(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
    }

    /** All leases that do not lapse by themselves; one that comes or goes meanwhile may be missing. */
    public Set<String> firm() {
        Set<String> firm = new HashSet<>();
        scan((ScanCursor from) -> redis.zscan(Leases.LEASES, from, PAGE),
                (ScoredValueScanCursor<String> read) -> read.getValues().stream()
                        .filter(lease -> Double.isInfinite(lease.getScore())).map(ScoredValue::getValue)
                        .forEach(firm::add));
        return firm;
    }

    /** How many slots are taken: for good, or by a permit that has not lapsed. */
    public CompletableFuture<Long> count() {
        return RedisAnswer.of(redis.time()).thenCompose(time -> {
            long now = Long.parseLong(time.getFirst()) * 1_000;
            return RedisAnswer
                    .of(redis.zcount(Leases.LEASES, Range.from(Boundary.excluding(now), Boundary.unbounded())));
        });
    }

    /** The callees of leases that are gone without a release, and those leases: they lapsed, or their call is unknown. */
    public Map<String, String> leftCallees() {
        Map<String, String> left = new HashMap<>();
        scan((ScanCursor from) -> redis.hscan(Leases.CALLEES, from, PAGE), (MapScanCursor<String, String> read) -> {
            List<Map.Entry<String, String>> page = List.copyOf(read.getMap().entrySet());
            if (!page.isEmpty()) {
                String[] leases = page.stream().map(Map.Entry::getValue).toArray(String[]::new);
                List<Double> lapses = RedisAnswer.of(redis.zmscore(Leases.LEASES, leases)).join();
                IntStream.range(0, leases.length).filter(i -> lapses.get(i) == null)
                        .forEach(i -> left.put(page.get(i).getKey(), leases[i]));
            }
        });
        return left;
    }

    /** This callee is free, unless the lease is held again or another one took it. */
    public void forget(String callee, String lease) {
        scripts.run(FORGET, List.of(Leases.LEASES, Leases.CALLEES), List.of(callee, lease)).join();
    }

    private static <T extends ScanCursor> void scan(Function<ScanCursor, CompletionStage<T>> from, Consumer<T> page) {
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            T read = RedisAnswer.of(from.apply(cursor)).join();
            page.accept(read);
            cursor = read;
        }
    }
}
