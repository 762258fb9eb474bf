package io.callqueue.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.store.Epochs;
import io.callqueue.store.LuaScript;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.RedisRenewed;
import io.callqueue.store.ScriptRunner;

/**
 * Says how far Redis is made anew: in the log, and in Redis, where that keeps other pods from beginning the same. It says so every second,
 * however long a step takes; only the death of who makes Redis anew lets another one begin.
 */
final class Progress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final LuaScript PROGRESS = LuaScript.load("/callqueue/lua/progress.lua");
    private static final Duration TAKEN_FOR = Duration.ofSeconds(4);
    private static final Duration SAID_EVERY = Duration.ofSeconds(1);
    private final String token = UUID.randomUUID().toString();
    private final RedisClusterAsyncCommands<String, String> redis;
    private final ScriptRunner scripts;
    private final Thread saying = Thread.ofVirtual().name("rebuild-progress").unstarted(this::say);
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean lost;

    Progress(RedisClusterAsyncCommands<String, String> redis) {
        this.redis = redis;
        this.scripts = new ScriptRunner(redis);
    }

    /** Whether it falls to this pod to make Redis anew. */
    boolean take() {
        boolean taken = "OK".equals(RedisAnswer.of(redis.set(Epochs.PROGRESS, token + " : begun",
                SetArgs.Builder.nx().px(TAKEN_FOR.toMillis()))).join());
        if (taken) {
            saying.start();
        }
        return taken;
    }

    private void say() {
        try {
            while (!lost) {
                Thread.sleep(SAID_EVERY);
                sayOnce();
            }
        } catch (InterruptedException e) {
            LOG.debug("nothing more is to be said of it");
        }
    }

    /** While Redis does not answer, whoever makes it anew fails too. */
    private void sayOnce() {
        String text = ": " + done + " of " + total + " records are read";
        LOG.info("Redis is made what the ledger says{}", text);
        try {
            lost = !run(TAKEN_FOR, text);
        } catch (RuntimeException e) {
            LOG.debug("could not say how far Redis is made anew: {}", String.valueOf(e));
        }
    }

    private boolean run(Duration keptFor, String text) {
        List<Object> answer = scripts.run(PROGRESS, List.of(Epochs.PROGRESS),
                List.of(token, String.valueOf(keptFor.toMillis()), text)).join();
        return answer.getFirst().equals(1L);
    }

    void expect(long records) {
        total.addAndGet(records);
    }

    /** @throws RedisRenewed when another pod has begun the same, which goes on alone */
    void did(long records) {
        done.addAndGet(records);
        if (lost) {
            throw new RedisRenewed();
        }
    }

    /** Another pod may begin at once, if there is anything left to do. */
    @Override
    public void close() {
        saying.interrupt();
        try {
            boolean unused = run(Duration.ZERO, "");
        } catch (RedisException | java.util.concurrent.CompletionException e) {
            LOG.debug("Redis does not answer; others may begin in {} s", TAKEN_FOR.toSeconds());
        }
    }
}
