package io.callqueue.kafka;

import java.time.Duration;

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
    public KafkaSettings {
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException("KAFKA_PARTITIONS is " + partitions + ": it must be from 1 to 1000");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("KAFKA_REPLICATION is " + replication + ": it must be at least 1");
        }
    }
}
