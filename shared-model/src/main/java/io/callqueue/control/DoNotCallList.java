package io.callqueue.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.codec.Json;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.ScriptRunner;

/** The numbers that nobody may call, as Redis holds them of {@code calls.control}; a million of them take some 100 MB. */
public final class DoNotCallList {
    /** Admission looks here with every permit. */
    public static final String LISTED = "dnc:{admission}";
    static final String DELISTED = "dnc-delisted:{admission}";
    /** All that it writes. */
    static final List<String> KEYS = List.of(LISTED, DELISTED);
    /** Others wait for a script: at most a millisecond. */
    private static final int AT_ONCE = 100;
    private static final LuaScript APPLY = LuaScript.load("/callqueue/lua/dnc.lua");
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;

    public DoNotCallList(RedisClusterAsyncCommands<String, String> redis) {
        this(new ScriptRunner(redis));
    }

    public DoNotCallList(ScriptRunner scripts) {
        this.redis = scripts.commands();
        this.scripts = scripts;
    }

    /** What the list says of this number, if it is there. */
    public CompletableFuture<Optional<DoNotCall>> find(String number) {
        return RedisAnswer.of(redis.hget(LISTED, number))
                .thenApply(found -> Optional.ofNullable(found).map(value -> DoNotCall.read(number, value)));
    }

    /** What the list says of those of these numbers that are there, by number. */
    public CompletableFuture<Map<String, DoNotCall>> find(List<String> numbers) {
        return RedisAnswer.of(redis.hmget(LISTED, numbers.toArray(String[]::new)))
                .thenApply(found -> found.stream().filter(KeyValue::hasValue).distinct().collect(
                        Collectors.toMap(KeyValue::getKey, each -> DoNotCall.read(each.getKey(), each.getValue()))));
    }

    /** Whether the record about this number that was written at this offset, or a later one, is in force. */
    CompletableFuture<Boolean> isInForce(String number, long offset) {
        return RedisAnswer.of(redis.hget(LISTED, number)).thenCombine(RedisAnswer.of(redis.hget(DELISTED, number)),
                (listed, delisted) -> Optional.ofNullable(listed).or(() -> Optional.ofNullable(delisted))
                        .filter(found -> DoNotCall.offset(found) >= offset).isPresent());
    }

    /**
     * A record about a number.
     *
     * @param kept what is kept of it; empty when it takes the number off the list
     */
    public record Change(String number, long offset, Optional<String> kept) {
        /**
         * Of a record of {@code calls.control}; empty when it is about something else.
         *
         * @param value empty when the record takes the number off the list
         * @throws RuntimeException when the value is none of ours
         */
        public static Optional<Change> of(String key, long offset, Optional<byte[]> value) {
            return DoNotCall.numberOf(key).map(number -> new Change(number, offset,
                    value.map(json -> Json.read(json, DoNotCall.class).kept())));
        }
    }

    /** Puts records in force, in their order, unless a later one about the same number is; {@value #AT_ONCE} in one script. */
    public CompletableFuture<Void> apply(List<Change> changes) {
        List<CompletableFuture<List<Object>>> asked = new ArrayList<>();
        for (int first = 0; first < changes.size(); first += AT_ONCE) {
            List<String> args = changes.subList(first, Math.min(changes.size(), first + AT_ONCE)).stream()
                    .flatMap(change -> Stream.of(change.number(), String.valueOf(change.offset()),
                            change.kept().orElse("")))
                    .toList();
            asked.add(scripts.run(APPLY, List.of(LISTED, DELISTED), args));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }
}
