package io.callqueue.infra.junit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;

/** The same servers out of Testcontainers. */
final class Containers {

    private static final Logger log = LoggerFactory.getLogger(Containers.class);

    private Containers() {}

    static boolean canRun() {
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            log.warn("callqueue.testcontainers=true, but Docker does not answer: using the embedded servers");
        }
        return answers;
    }

    static SharedKafka kafka() {
        var container = new KafkaContainer("apache/kafka-native:4.2.0");
        container.withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000");
        container.start();
        return new SharedKafka(new KafkaAddress(container.getBootstrapServers()), container);
    }

    static SharedRedis redis() {
        var container = new GenericContainer<>("redis:7").withExposedPorts(6379);
        container.start();
        return new SharedRedis(new RedisAddress(container.getHost(), container.getFirstMappedPort()), container);
    }
}
