package io.callqueue.standalone;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.standalone.demo.Demo;
import io.callqueue.standalone.demo.DemoLimits;
import io.callqueue.standalone.infra.Parts;

/** Everything on this machine, dialing the simulator only, whatever the environment says. */
@Command(name = "demo", description = "Runs a sample campaign against the simulator, everything on this machine; exit code 0 if it went as it should.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Home home = Home.find();
        try (Started started = new Started().stopOnSignal()) {
            System.out.println(
                    "starting Kafka, Redis, the Plivo simulator and the three services (log: .callqueue/log/demo.log)");
            EmbeddedRedis redis = started.start(() -> Parts.redis(home.part("demo", "redis"), 0, false));
            EmbeddedKafka kafka = started.start(() -> Parts.kafka(home.emptyPart("demo", "kafka"), 0));
            PlivoSimulator simulator = started
                    .start(() -> PlivoSimulator.start(SimulatorOptions.defaults().withBehavior(DemoLimits.behavior())));
            Map<String, String> settings = new HashMap<>(DemoLimits.settings());
            settings.putAll(Services.dialing(simulator));
            settings.put("callqueue.redis.url", redis.uri());
            settings.put("callqueue.kafka.bootstrap-servers", kafka.bootstrapServers());
            settings.put("callqueue.scheduler.ledger.state-dir", home.emptyPart("demo", "ledger").toString());
            int port = Services.startAll(started, settings, false);
            boolean terminal = System.console() != null && System.console().isTerminal();
            Demo demo = new Demo(simulator, System.out, terminal, Clock.systemUTC());
            return demo.run(URI.create("http://127.0.0.1:" + port), kafka.bootstrapServers()) ? 0 : 1;
        }
    }
}
