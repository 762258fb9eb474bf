package io.callqueue.ingest.accept;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.lettuce.core.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Leaves a Redis that failed alone for a moment, so that not every call waits for its time-out. */
@Component
final class RedisPause {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPause.class);
    private static final Duration LENGTH = Duration.ofSeconds(1);
    private final Clock clock;
    private volatile Instant end = Instant.MIN;

    RedisPause(Clock clock) {
        this.clock = clock;
    }

    boolean isOn() {
        return clock.instant().isBefore(end);
    }

    void begin(RedisException cause) {
        if (!isOn()) {
            LOG.warn("Redis is away, calls are accepted on Kafka's ack alone: {}", cause.toString());
        }
        end = clock.instant().plus(LENGTH);
    }
}
