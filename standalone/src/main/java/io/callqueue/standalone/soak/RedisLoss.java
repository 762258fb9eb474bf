package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.Wire;

/** Ways in which Redis loses what it held. */
final class RedisLoss {
    private static final String DATA = "appendonly.aof";
    private static final Duration BACK_BY = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    private RedisLoss() {}

    /** What is done while time goes by. */
    @FunctionalInterface
    interface Meanwhile {
        void tend() throws IOException, InterruptedException;
    }

    /** Somebody sends it FLUSHALL. */
    static void empty(EmbeddedRedis redis) {
        try {
            Wire.ask("127.0.0.1", redis.port(), "FLUSHALL");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It crashes, and its disk is empty when it is back. */
    static void wipe(EmbeddedRedis redis) {
        redis.kill();
        try {
            Files.deleteIfExists(redis.directory().resolve(DATA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        redis.start();
    }

    /** It crashes, and is back as it was two seconds before. */
    static void setBack(EmbeddedRedis redis, Meanwhile meanwhile) throws IOException, InterruptedException {
        Path data = redis.directory().resolve(DATA);
        Path copy = redis.directory().resolve("earlier.aof");
        Files.copy(data, copy, StandardCopyOption.REPLACE_EXISTING);
        long until = System.nanoTime() + BACK_BY.toNanos();
        while (System.nanoTime() - until < 0) {
            meanwhile.tend();
            Thread.sleep(LOOK);
        }
        redis.kill();
        Files.move(copy, data, StandardCopyOption.REPLACE_EXISTING);
        redis.start();
    }
}
