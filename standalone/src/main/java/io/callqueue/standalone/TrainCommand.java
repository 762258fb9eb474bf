package io.callqueue.standalone;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import io.callqueue.call.Priority;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.standalone.caps.Backlog;

/**
 * Everything in one process for a few seconds, so that the JVM learns which code it will need, and how it is used (JEP 514, JEP 515). The
 * build runs it; what the JVM learned is used by every start from then on.
 */
@Command(name = "train", hidden = true, description = "Dials some calls, for the build to record what the JVM needs.")
final class TrainCommand implements Callable<Integer> {
    private static final int CALLS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Integer call() throws Exception {
        try (Started started = new Started().stopOnSignal()) {
            EmbeddedRedis redis = started.start(() -> EmbeddedRedis.start(RedisOptions.temporary()));
            EmbeddedKafka kafka = started.start(() -> EmbeddedKafka.start(KafkaOptions.temporary()));
            Behavior quick = Behavior.instantAnswers()
                    .withPace(Pace.INSTANT.withTalk(Spread.of(Duration.ofMillis(200))));
            PlivoSimulator simulator = started
                    .start(() -> PlivoSimulator.start(SimulatorOptions.defaults().withBehavior(quick)));
            Map<String, String> settings = new HashMap<>(Services.dialing(simulator));
            settings.putAll(Map.of("callqueue.redis.url", redis.uri(), "callqueue.kafka.bootstrap-servers",
                    kafka.bootstrapServers(), "callqueue.admission.rate-per-second", "200", "server.address",
                    "127.0.0.1",
                    "server.port", "0"));
            settings.put("callqueue.scheduler.ledger.state-dir", Home.find().emptyPart("train", "ledger").toString());
            int port = Services.startAll(started, settings, false);
            try (Backlog backlog = new Backlog("http://127.0.0.1:" + port)) {
                backlog.queue(CALLS, Priority.NORMAL);
                return awaitDialed(simulator) ? 0 : 1;
            }
        }
    }

    private static boolean awaitDialed(PlivoSimulator simulator) throws InterruptedException {
        long start = System.nanoTime();
        while (simulator.witness().placed() < CALLS && System.nanoTime() - start < PATIENCE.toNanos()) {
            Thread.sleep(50);
        }
        return simulator.witness().placed() == CALLS;
    }
}
