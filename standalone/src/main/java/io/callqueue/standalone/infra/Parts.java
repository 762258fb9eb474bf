package io.callqueue.standalone.infra;

import java.nio.file.Path;

import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;

/** Starts the embedded parts. Redis ends when we say so, not by a hook of its own: the services need it until they have stopped. */
public final class Parts {
    private Parts() {}

    public static EmbeddedKafka kafka(Path folder, int port) {
        return EmbeddedKafka.start(KafkaOptions.in(folder).withPort(port));
    }

    public static EmbeddedRedis redis(Path folder, int port, boolean persistent) {
        return EmbeddedRedis
                .start(RedisOptions.in(folder).withPort(port).withPersistence(persistent).withShutdownHook(false));
    }

    /** With the environment's credentials if it has any, so that services with the same environment fit to it. */
    public static PlivoSimulator simulator(SimulatorOptions options, Environment environment) {
        String authId = environment.get("PLIVO_AUTH_ID").orElse(SimulatorOptions.AUTH_ID);
        String authToken = environment.get("PLIVO_AUTH_TOKEN").orElse(SimulatorOptions.AUTH_TOKEN);
        return PlivoSimulator.start(options.withCredentials(authId, authToken));
    }
}
