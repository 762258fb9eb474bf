package io.callqueue.standalone.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.callqueue.infra.FreePort;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.standalone.Started;

/** Kafka, Redis, a Plivo, and the services as processes of their own, three of them dispatchers. */
final class Town implements AutoCloseable {
    static final int CAP = 30;
    static final int RATE = 40;
    static final Duration DEADLINE = Duration.ofSeconds(4);
    private static final int DISPATCHERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Started started = new Started();
    private final Map<String, String> environment = new HashMap<>();
    private final List<ServiceProcess> dispatchers = new ArrayList<>();
    private final List<ServiceProcess> all = new ArrayList<>();
    private final Path logs;
    private final int port;
    final EmbeddedKafka kafka;
    final EmbeddedRedis redis;
    final PlivoSimulator plivo;
    private ServiceProcess ingest;
    private ServiceProcess scheduler;
    private int processes;

    private Town(long seed, Path logs) {
        this.logs = logs;
        this.kafka = started.start(() -> EmbeddedKafka.start(KafkaOptions.temporary()));
        this.redis = started.start(() -> EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true)));
        this.plivo = started
                .start(() -> PlivoSimulator
                        .start(SimulatorOptions.defaults().withSeed(seed).withBehavior(Weather.calm())));
        this.port = FreePort.orAny(0);
        settings();
        this.ingest = start("run", "ingest-api");
        this.scheduler = start("run", "retry-scheduler");
    }

    /** Returns when all services are ready. */
    static Town build(long seed, Path logs, Random random) throws InterruptedException {
        Town town = new Town(seed, logs);
        try {
            town.join();
            while (town.dispatchers.size() < DISPATCHERS) {
                town.join(Mishap.random(random));
            }
            town.await(town.ingest, "ingest-api listens at");
            town.await(town.scheduler, "retry-scheduler started");
            for (ServiceProcess dispatcher : town.dispatchers) {
                town.await(dispatcher, "dispatcher is ready");
            }
            return town;
        } catch (RuntimeException | InterruptedException e) {
            town.close();
            throw e;
        }
    }

    private void settings() {
        environment.putAll(Map.of("PORT", String.valueOf(port), "PUBLIC_URL", api(), "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(), "REDIS_URL", redis.uri(), "PLIVO_API_URL", plivo.uri().toString(),
                "AGENT_SERVER_URL", plivo.uri().toString(), "PLIVO_AUTH_ID", plivo.authId(), "PLIVO_AUTH_TOKEN",
                plivo.authToken(), "PLIVO_NUMBER", "+14155550100,+14155550101", "KAFKA_PARTITIONS", "6"));
        environment.putAll(Map.of("MAX_CONCURRENT_CALLS", String.valueOf(CAP), "RATE_LIMIT_PER_SECOND",
                String.valueOf(RATE), "RATE_TOLERANCE", "100ms", "KAFKA_SESSION_TIMEOUT", "3s", "DIAL_DEADLINE",
                DEADLINE.toSeconds() + "s", "PLIVO_REQUEST_TIMEOUT", "1s", "PERMIT_LAPSE", "2s",
                "CALLEE_BUSY_DELAY", "1s", "LEASE_WATCH_INTERVAL", "1s", "PLIVO_AWAY_DELAY", "1s"));
        environment.putAll(Map.of("LOOK_UP_SPACING", "1500ms", "LOOK_UP_INTERVAL", "1500ms", "RETURN_AFTER", "3s",
                "FIRST_WEBHOOK_TIMEOUT", "3s", "WEBHOOK_MARGIN", "2s", "RETRY_BUSY_BASE", "1s", "RETRY_NETWORK_BASE",
                "1s", "RETRY_NO_ANSWER_BASE", "1s", "RETRY_ACCOUNT_LIMIT_BASE", "1s", "DRAIN_TIMEOUT", "5s"));
    }

    String api() {
        return "http://127.0.0.1:" + port;
    }

    private ServiceProcess start(String... args) {
        Path log = logs.resolve("%02d-%s.log".formatted(++processes, args[args.length - 1]));
        ServiceProcess process = started.start(() -> ServiceProcess.start(environment, log, args));
        all.add(process);
        return process;
    }

    private void await(ServiceProcess process, String text) throws InterruptedException {
        long start = System.nanoTime();
        while (!process.hasSaid(text)) {
            if (System.nanoTime() - start > PATIENCE.toNanos() || !process.isAlive()) {
                throw new IllegalStateException("a service did not start: see " + process.log());
            }
            Thread.sleep(50);
        }
    }

    List<ServiceProcess> dispatchers() {
        return List.copyOf(dispatchers);
    }

    /** A dispatcher joins, with something in store for it. */
    void join(Mishap mishap) {
        dispatchers.add(start("soak-dispatcher", mishap.signal().name(), mishap.step().name(),
                String.valueOf(mishap.nth())));
    }

    /** A dispatcher joins that nothing befalls. */
    void join() {
        dispatchers.add(start("run", "dispatcher"));
    }

    /** How often something befell a dispatcher in the middle of a dial. */
    long mishaps() {
        return all.stream().filter(process -> process.hasSaid(Mishap.BEFALLS)).count();
    }

    /** One that ended by itself is forgotten; answers how many were. */
    int bury() {
        int before = dispatchers.size();
        dispatchers.removeIf(dispatcher -> !dispatcher.isAlive());
        return before - dispatchers.size();
    }

    void leave(Random random) throws InterruptedException {
        ServiceProcess leaving = dispatchers.remove(random.nextInt(dispatchers.size()));
        if (leaving.isFrozen()) {
            leaving.kill();
        } else {
            leaving.terminate();
        }
    }

    void killScheduler() {
        scheduler.kill();
        scheduler = start("run", "retry-scheduler");
    }

    void killIngest() throws InterruptedException {
        ingest.kill();
        ingest = start("run", "ingest-api");
        await(ingest, "ingest-api listens at");
    }

    /** Frozen dispatchers go on. */
    void thaw() throws IOException, InterruptedException {
        for (ServiceProcess dispatcher : dispatchers) {
            if (dispatcher.isFrozen()) {
                dispatcher.thaw();
            }
        }
    }

    @Override
    public void close() {
        started.close();
    }
}
