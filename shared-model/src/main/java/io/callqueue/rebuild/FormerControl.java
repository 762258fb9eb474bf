package io.callqueue.rebuild;

import java.util.List;
import java.util.stream.Stream;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.control.ControlStore;
import io.callqueue.store.Epochs;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisRenewed;
import io.callqueue.store.ScriptRunner;

/**
 * All that a closed Redis has of calls.control. Where nobody knows how old it is, Kafka may not tell any more that it is over: a stop that
 * was lifted, a number that may be called again, a setting that was unset.
 *
 * @param mark that admission was closed with
 */
record FormerControl(RedisClusterAsyncCommands<String, String> redis, String mark) {
    private static final LuaScript REMOVE = LuaScript.load("/callqueue/lua/remove.lua");
    private static final List<String> KEYS = Stream.concat(Stream.of(Epochs.ADMISSION), ControlStore.KEYS.stream())
            .toList();

    /** @throws RedisRenewed when somebody else makes this Redis anew, or when it lost data again */
    void remove() {
        List<Object> answer = new ScriptRunner(redis).run(REMOVE, KEYS, List.of(mark)).join();
        if (!answer.getFirst().equals(1L)) {
            throw new RedisRenewed();
        }
    }
}
