package io.callqueue.standalone;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.standalone.infra.Parts;

/** Everything in one process, staying; what the environment names is used in place of an embedded part. */
@Command(name = "up", description = "Runs everything in one process. KAFKA_BOOTSTRAP_SERVERS, REDIS_URL and PLIVO_API_URL are used in place of the "
        + "embedded parts; with PLIVO_AUTH_ID set, Plivo itself is dialed.")
final class UpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        Environment environment = Environment.ofProcess();
        Home home = Home.find();
        try (Started started = new Started().stopOnSignal()) {
            Map<String, String> settings = new HashMap<>();
            if (environment.get("REDIS_URL").isEmpty()) {
                EmbeddedRedis redis = started.start(() -> Parts.redis(home.part("up", "redis"), 0, true));
                settings.put("callqueue.redis.url", redis.uri());
            }
            if (environment.get("KAFKA_BOOTSTRAP_SERVERS").isEmpty()) {
                EmbeddedKafka kafka = started
                        .start(() -> Parts.kafka(home.part("up", "kafka"),
                                environment.port("KAFKA_PORT", InfraCommand.KAFKA_PORT)));
                settings.put("callqueue.kafka.bootstrap-servers", kafka.bootstrapServers());
            }
            if (environment.get("LEDGER_STATE_DIR").isEmpty()) {
                settings.put("callqueue.scheduler.ledger.state-dir", home.part("up", "ledger").toString());
            }
            if (environment.get("PLIVO_AUTH_ID").isEmpty() && environment.get("PLIVO_API_URL").isEmpty()) {
                settings.putAll(simulated(started, environment));
            }
            int port = Services.startAll(started, settings, environment.get("PUBLIC_URL").isPresent());
            System.out.printf(
                    "export KAFKA_BOOTSTRAP_SERVERS=%s REDIS_URL=%s%ncallqueue is up at http://127.0.0.1:%d/api/queue/status%s; Ctrl-C stops it%n",
                    settings.getOrDefault("callqueue.kafka.bootstrap-servers", environment.kafka()),
                    settings.getOrDefault("callqueue.redis.url", environment.redis()), port,
                    settings.containsKey("callqueue.plivo.api-url") ? ", dialing the simulator" : "");
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }

    private static Map<String, String> simulated(Started started, Environment environment) {
        SimulatorOptions options = SimulatorOptions.defaults().withPort(environment.port("SIMULATOR_PORT", 0));
        PlivoSimulator simulator = started.start(() -> PlivoSimulator.start(options));
        Map<String, String> settings = new HashMap<>(Services.dialing(simulator));
        environment.get("AGENT_SERVER_URL")
                .ifPresent(url -> settings.keySet().removeIf(key -> key.endsWith("voice-bot.url")));
        return settings;
    }
}
