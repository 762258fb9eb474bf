package io.callqueue.kafka;

import java.time.Duration;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Kafka is, and how topics are made.
 *
 * @param partitions of each call topic, when callqueue creates it; at most 64 are of use
 * @param replication of each topic, when callqueue creates it
 * @param sessionTimeout after which a dead pod's partitions go to others
 */
@ConfigurationProperties("callqueue.kafka")
public record KafkaSettings(String bootstrapServers, int partitions, short replication, Duration sessionTimeout) {
    private static final Pattern SERVERS = Pattern
            .compile("(?:HOST:[0-9]{1,5})(?:\\s*,\\s*HOST:[0-9]{1,5})*".replace("HOST",
                    "(?:\\[[0-9a-fA-F:]+]|[^\\s,:/\\[]+)"));

    public KafkaSettings {
        if (!SERVERS.matcher(bootstrapServers.strip()).matches()) {
            throw new IllegalArgumentException("KAFKA_BOOTSTRAP_SERVERS is '" + bootstrapServers
                    + "': it must be host:port, several by commas");
        }
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException("KAFKA_PARTITIONS is " + partitions + ": it must be from 1 to 1000");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("KAFKA_REPLICATION is " + replication + ": it must be at least 1");
        }
        if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0
                || sessionTimeout.compareTo(Duration.ofMinutes(30)) > 0) {
            throw new IllegalArgumentException("KAFKA_SESSION_TIMEOUT is " + sessionTimeout.toMillis()
                    + " ms: it must be from 1 s to 30 min, and what the brokers allow (group.min.session.timeout.ms, 6 s if they are not told otherwise)");
        }
    }
}
