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
    }

    private static boolean isRedis(String url) {
        try {
            return RedisURI.create(url) != null;
        } catch (IllegalArgumentException e) { // what it says may show the password
            return false;
        }
    }
}
