package io.callqueue.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.CallId;

/**
 * Whether a Redis has all that it should. Each tag has an epoch; a number means that it is open. Asked of a connection as it is, whatever
 * Redis is behind it.
 */
public final class Epochs {
    /** The epoch of admission. */
    public static final String ADMISSION = "epoch:{admission}";
    private static final String RUN = "run:{admission}";
    private static final String SEEN = "seen:{admission}";
    private static final String KAFKA = "kafka:{admission}";
    public static final String PROGRESS = "rebuild:{admission}";
    private static final LuaScript KNOWN = LuaScript.load("/callqueue/lua/known.lua");
    private static final LuaScript CLOSE = LuaScript.load("/callqueue/lua/close.lua");
    private static final LuaScript OPEN = LuaScript.load("/callqueue/lua/open.lua");
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\S+)");
    private static final Pattern REPLICATION_ID = Pattern.compile("master_replid:(\\S+)");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    public Epochs(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
        this.scripts = new ScriptRunner(redis);
    }

    /**
     * What is behind the connection.
     *
     * @param isKnown it is the process that was opened, and is open
     * @param progress how far it is made anew, if somebody does that
     */
    record Standing(boolean isKnown, String progress) {}

    /** Whether it is the process that was opened, and is open: it has all it should. */
    public boolean isKnown() {
        return standing().isKnown();
    }

    Standing standing() {
        return runId().thenCompose(run -> scripts.run(KNOWN, List.of(RUN, ADMISSION, SEEN, PROGRESS), List.of(run)))
                .thenApply(answer -> Answers.number(answer, 0) == 1
                        ? new Standing(true, "")
                        : new Standing(false, Answers.text(answer, 1).replaceFirst("^\\S*", "")))
                .join();
    }

    /**
     * Of this process of Redis, and of its time as a master: one that was a replica meanwhile has what the other one had. A part is empty
     * where Redis does not tell.
     */
    private CompletableFuture<String> runId() {
        return RedisAnswer.of(redis.info("server")).thenCombine(RedisAnswer.of(redis.info("replication")),
                (server, replication) -> found(RUN_ID, server) + "/" + found(REPLICATION_ID, replication));
    }

    private static String found(Pattern id, String info) {
        Matcher found = id.matcher(info);
        return found.find() ? found.group(1) : "";
    }

    /** What was just read; fails if Redis does not have all it should. */
    static <T> CompletableFuture<T> whole(RedisClusterAsyncCommands<String, String> redis, CompletableFuture<T> read) {
        return RedisAnswer.of(redis.get(ADMISSION)).thenCombine(read, (epoch, found) -> {
            if (epoch == null || epoch.indexOf(':') >= 0) {
                throw new RedisRenewed();
            }
            return found;
        });
    }

    /** Takes all from this Redis but what says that it has all it should: nobody makes it anew then. For benchmarks. */
    public void empty() {
        String unused = RedisAnswer.of(redis.<String>eval("""
                for _, key in ipairs(redis.call('KEYS', '*')) do
                  local kept = string.sub(key, 1, 6) == 'epoch:'
                  for _, name in ipairs(ARGV) do kept = kept or key == name end
                  if not kept then redis.call('UNLINK', key) end
                end
                return redis.status_reply('OK')
                """, ScriptOutputType.STATUS, new String[0], RUN, SEEN, KAFKA)).join();
    }

    /** The time of Redis. */
    public Instant now() {
        List<String> time = RedisAnswer.of(redis.time()).join();
        return Instant.ofEpochSecond(Long.parseLong(time.getFirst()), Long.parseLong(time.getLast()) * 1_000);
    }

    /** The id of the Kafka cluster that this Redis was made from; empty of an empty one. */
    public Optional<String> madeFrom() {
        return Optional.ofNullable(RedisAnswer.of(redis.get(KAFKA)).join());
    }

    public void setMadeFrom(String clusterId) {
        String unused = RedisAnswer.of(redis.set(KAFKA, clusterId)).join();
    }

    /** The moment up to which what this Redis has is all there was, at least; by its own clock. */
    public Optional<Instant> seenAt() {
        return Optional.ofNullable(RedisAnswer.of(redis.get(SEEN)).join())
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
    }

    /**
     * What was closed.
     *
     * @param marks by epoch key: who has them may write calls, and open
     */
    public record Closed(Map<String, String> marks) {
        /** In which it was open. */
        public long highestEpoch() {
            return marks.values().stream().mapToLong(mark -> part(mark, 0)).max().orElse(0);
        }

        /** The moment from which on something may be missing, {@link Instant#EPOCH} for everything. */
        public Instant missingFrom() {
            return Instant.ofEpochMilli(marks.values().stream().mapToLong(mark -> part(mark, 1)).min().orElse(0));
        }

        private static long part(String mark, int which) {
            return Long.parseLong(mark.split(":", 3)[which]);
        }
    }

    /**
     * From here on nobody writes calls but who has the marks.
     *
     * @param missingFrom the moment from which on something may be missing; of a tag that was closed before, also what was then, and of one
     *     that never was open, everything
     */
    public Closed close(String token, Instant missingFrom) {
        List<String> args = List.of(token, String.valueOf(Math.max(0, missingFrom.toEpochMilli())));
        Map<String, String> marks = new HashMap<>(all(List.of(ADMISSION), key -> close(key, args)));
        marks.putAll(all(shardKeys(), key -> close(key, args))); // admission first: whoever comes next sees it there
        return new Closed(Map.copyOf(marks));
    }

    private CompletableFuture<String> close(String key, List<String> args) {
        return scripts.run(CLOSE, List.of(key), args).thenApply(answer -> Answers.text(answer, 0));
    }

    /** False when somebody else closed it meanwhile, or it lost the marks. Admission comes last. */
    public boolean open(Map<String, String> marks, long epoch) {
        String run = runId().join();
        Map<String, List<Object>> shards = all(shardKeys(), key -> scripts.run(OPEN, List.of(key),
                List.of(marks.getOrDefault(key, ""), String.valueOf(epoch))));
        return shards.values().stream().allMatch(answer -> Answers.number(answer, 0) == 1) && Answers.number(
                scripts.run(OPEN, List.of(ADMISSION, RUN, SEEN),
                        List.of(marks.getOrDefault(ADMISSION, ""), String.valueOf(epoch), run)).join(),
                0) == 1;
    }

    private static <T> Map<String, T> all(List<String> keys, Function<String, CompletableFuture<T>> ask) {
        Map<String, CompletableFuture<T>> asked = keys.stream()
                .collect(Collectors.toMap(Function.identity(), ask));
        return asked.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().join()));
    }

    private static List<String> shardKeys() {
        return IntStream.range(0, CallId.SHARDS).mapToObj(shard -> new ShardKeys(shard).epoch()).toList();
    }

}
