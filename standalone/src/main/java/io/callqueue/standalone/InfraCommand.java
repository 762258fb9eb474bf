package io.callqueue.standalone;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.standalone.infra.Parts;

/** Kafka, Redis and the Plivo simulator, for services in processes of their own. */
@Command(name = "infra", description = "Runs Kafka, Redis and the Plivo simulator on KAFKA_PORT (9092), REDIS_PORT (6379), SIMULATOR_PORT (8765).")
final class InfraCommand implements Callable<Integer> {
    static final int KAFKA_PORT = 9092;
    private static final int REDIS_PORT = 6379;

    @Override
    public Integer call() throws InterruptedException {
        Environment environment = Environment.ofProcess();
        Home home = Home.find();
        try (Started started = new Started().stopOnSignal()) {
            EmbeddedRedis redis = started
                    .start(() -> Parts.redis(home.part("infra", "redis"), environment.port("REDIS_PORT", REDIS_PORT),
                            true));
            EmbeddedKafka kafka = started
                    .start(() -> Parts.kafka(home.part("infra", "kafka"), environment.port("KAFKA_PORT", KAFKA_PORT)));
            SimulatorOptions options = SimulatorOptions.defaults()
                    .withPort(environment.port("SIMULATOR_PORT", SimulatorCommand.DEFAULT_PORT));
            PlivoSimulator simulator = started.start(() -> Parts.simulator(options, environment));
            System.out.printf(
                    "export KAFKA_BOOTSTRAP_SERVERS=%s REDIS_URL=%s%n%s%nready: Kafka, Redis and the Plivo simulator; Ctrl-C stops them%n",
                    kafka.bootstrapServers(), redis.uri(), Exports.of(simulator));
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }
}
