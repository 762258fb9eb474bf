package io.callqueue.infra.junit;

/** Where the Kafka of the tests is: the value of {@code bootstrap.servers}. */
public record KafkaAddress(String bootstrapServers) {}
