package io.callqueue.startup;

import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** A Redis that evicts keys when it is full would lose calls. */
final class EvictionCheck {
    private static final Pattern POLICY = Pattern.compile("maxmemory_policy:(\\S+)");

    private EvictionCheck() {}

    /** @throws IllegalStateException when this Redis may evict */
    static void run(RedisClusterAsyncCommands<String, String> redis) {
        Matcher policy = POLICY.matcher(info(redis));
        if (policy.find() && !policy.group(1).equals("noeviction")) {
            throw new IllegalStateException("Redis has maxmemory-policy " + policy.group(1)
                    + ": it would drop calls when it is full; set maxmemory-policy noeviction");
        }
    }

    private static String info(RedisClusterAsyncCommands<String, String> redis) {
        try {
            return redis.info("memory").toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new RedisConnectionException("Redis went away at the start", e);
        }
    }
}
