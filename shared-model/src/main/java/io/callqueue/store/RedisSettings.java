package io.callqueue.store;

import java.time.Duration;

import io.lettuce.core.RedisURI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Redis is.
 *
 * @param url {@code redis://[user:password@]host:port[/db]}, {@code rediss://} for TLS
 * @param timeout how long one command may take
 */
@ConfigurationProperties("callqueue.redis")
public record RedisSettings(String url, Duration timeout) {
    public RedisSettings {
        if (!isRedis(url)) {
            throw new IllegalArgumentException(
                    "REDIS_URL is not the URL of a Redis: it must be redis://[user:password@]host:port[/db], rediss:// for TLS");
        }
        if (timeout.compareTo(Duration.ofMillis(10)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "REDIS_TIMEOUT is " + timeout.toMillis() + " ms: it must be from 10 ms to 1 min");
        }
    }

    private static boolean isRedis(String url) {
        try {
            return RedisURI.create(url) != null;
        } catch (IllegalArgumentException e) { // what it says may show the password
            return false;
        }
    }
}
