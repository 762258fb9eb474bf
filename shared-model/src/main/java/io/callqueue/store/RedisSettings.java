package io.callqueue.store;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Redis is.
 *
 * @param url {@code redis://[user:password@]host:port[/db]}, {@code rediss://} for TLS
 * @param timeout how long one command may take
 */
@ConfigurationProperties("callqueue.redis")
public record RedisSettings(String url, Duration timeout) {}
