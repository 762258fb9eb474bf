package io.callqueue.rebuild;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.store.Epochs;
import io.callqueue.store.RedisAnswer;

/** Says how far Redis is made anew: in Redis, where it also keeps other pods from beginning the same, and in the log. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    /** After the death of who made Redis anew, until another pod begins. */
    private static final Duration TAKEN_FOR = Duration.ofSeconds(4);
    private static final Duration SAID_EVERY = Duration.ofSeconds(1);
    private final RedisClusterAsyncCommands<String, String> redis;
    private final LongSupplier nanoTime;
    private long total;
    private long done;
    private long saidAt;

    Progress(RedisClusterAsyncCommands<String, String> redis, LongSupplier nanoTime) {
        this.redis = redis;
        this.nanoTime = nanoTime;
        this.saidAt = nanoTime.getAsLong();
    }

    /** Whether it falls to this pod to make Redis anew. */
    boolean take() {
        return "OK".equals(RedisAnswer.of(redis.set(Epochs.PROGRESS, ": begun",
                SetArgs.Builder.nx().px(TAKEN_FOR.toMillis()))).join());
    }

    void expect(long records) {
        total += records;
    }

    void did(long records) {
        done += records;
        long now = nanoTime.getAsLong();
        if (now - saidAt >= SAID_EVERY.toNanos()) {
            saidAt = now;
            String text = ": " + done + " of " + total + " records are read";
            LOG.info("Redis is made anew{}", text);
            RedisAnswer.of(redis.set(Epochs.PROGRESS, text, SetArgs.Builder.px(TAKEN_FOR.toMillis()))).join();
        }
    }

    void over() {
        RedisAnswer.of(redis.del(Epochs.PROGRESS)).join();
    }
}
