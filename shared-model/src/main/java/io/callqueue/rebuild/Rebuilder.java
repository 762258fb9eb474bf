package io.callqueue.rebuild;

import java.time.Duration;

import io.lettuce.core.RedisException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.store.RedisConnection;

/** Looks whether Redis has all it should, and makes it anew if it has not. Every pod has one. */
public final class Rebuilder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private final RedisConnection redis;
    private final Rebuild rebuild;
    private final Thread loop = Thread.ofPlatform().daemon().name("rebuild").unstarted(this::run);
    private volatile boolean closing;

    public Rebuilder(RedisConnection redis, Rebuild rebuild) {
        this.redis = redis;
        this.rebuild = rebuild;
    }

    public void start() {
        loop.start();
    }

    /** Waits until Redis has all it should, up to {@code patience}: with many calls that takes longer, and nobody must wait for it. */
    public void awaitComplete(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (redis.closedBecause().isPresent() && System.nanoTime() - until < 0) {
            Thread.sleep(20);
        }
    }

    private void run() {
        try {
            while (!closing) {
                Thread.sleep(round());
            }
        } catch (InterruptedException e) {
            LOG.debug("rebuild was interrupted to stop");
        }
    }

    /** Answers how long to wait before the next one. */
    private Duration round() {
        try {
            if (redis.isIncomplete()) {
                var unused = rebuild.run(redis.unchecked(), false);
                redis.look();
            }
            return LOOK;
        } catch (RedisException | KafkaException | OtherKafka e) {
            LOG.warn("Redis could not be made anew, it stays closed and is tried again: {}", String.valueOf(e));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("Redis could not be made anew, it stays closed and is tried again: a bug", e);
        }
        return AFTER_FAILURE;
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (!loop.join(CLOSE)) {
                loop.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
