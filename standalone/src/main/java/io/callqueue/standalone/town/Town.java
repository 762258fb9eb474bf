package io.callqueue.standalone.town;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.callqueue.infra.FreePort;
import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.standalone.Started;

/** Kafka, Redis, a Plivo, and the services as processes of their own: one ingest-api, one retry-scheduler, and as many dispatchers as join. */
public final class Town implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Nobody kills it: a machine that stands still for some seconds shall not make it dead to its own controller. */
    private static final String KAFKA_SESSION_MS = "60000";
    private final Started started = new Started();
    private final TownSettings settings;
    private final Map<String, String> environment;
    private final List<ServiceProcess> dispatchers = new ArrayList<>();
    private final List<ServiceProcess> all = new ArrayList<>();
    private final Path logs;
    private final int port;
    public final EmbeddedKafka kafka;
    public final EmbeddedRedis redis;
    public final PlivoSimulator plivo;
    private ServiceProcess ingest;
    private ServiceProcess scheduler;
    private int processes;

    private Town(TownSettings settings, Path logs) {
        this.settings = settings;
        this.logs = logs;
        this.kafka = started.start(() -> EmbeddedKafka
                .start(KafkaOptions.temporary().withSetting("broker.session.timeout.ms", KAFKA_SESSION_MS)));
        this.redis = started.start(() -> EmbeddedRedis.start(RedisOptions.temporary().withPersistence(true)));
        this.plivo = started.start(() -> PlivoSimulator
                .start(SimulatorOptions.defaults().withSeed(settings.seed()).withBehavior(settings.behavior())));
        this.port = FreePort.orAny(0);
        this.environment = environment();
        this.ingest = start("run", "ingest-api");
        this.scheduler = start("run", "retry-scheduler");
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(Map.of("PORT", String.valueOf(port), "PUBLIC_URL", api(),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "REDIS_URL", redis.uri(), "PLIVO_API_URL",
                plivo.uri().toString(), "AGENT_SERVER_URL", plivo.uri().toString(), "PLIVO_AUTH_ID", plivo.authId(),
                "PLIVO_AUTH_TOKEN", plivo.authToken(), "PLIVO_NUMBER", "+14155550100"));
        all.put("LEDGER_STATE_DIR", logs.resolve("ledger").toString());
        all.putAll(settings.environment());
        return all;
    }

    /**
     * Returns when all services are ready.
     *
     * @param logs where each service says what it does
     * @param dispatchers has the first ones join
     */
    public static Town build(TownSettings settings, Path logs, Consumer<Town> dispatchers) throws InterruptedException {
        Town town = new Town(settings, logs);
        try {
            dispatchers.accept(town);
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

    public String api() {
        return "http://127.0.0.1:" + port;
    }

    private ServiceProcess start(String... args) {
        Path log = logs.resolve("%02d-%s.log".formatted(++processes, args[args.length - 1]));
        ServiceProcess process = started.start(() -> ServiceProcess.start(settings, environment, log, args));
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

    public List<ServiceProcess> dispatchers() {
        return List.copyOf(dispatchers);
    }

    /** A dispatcher joins. */
    public void join() {
        join("run", "dispatcher");
    }

    /** The same by another command, for one that something will befall. */
    public void join(String... command) {
        dispatchers.add(start(command));
    }

    /** Every service that was ever started here. */
    public List<ServiceProcess> everStarted() {
        return List.copyOf(all);
    }

    /** One that ended by itself is forgotten; answers how many were. */
    public int bury() {
        int before = dispatchers.size();
        dispatchers.removeIf(dispatcher -> !dispatcher.isAlive());
        return before - dispatchers.size();
    }

    public void leave(int which) throws InterruptedException {
        ServiceProcess leaving = dispatchers.remove(which % dispatchers.size());
        if (leaving.isFrozen()) {
            leaving.kill();
        } else {
            leaving.terminate();
        }
    }

    public void killScheduler() {
        scheduler.kill();
        scheduler = start("run", "retry-scheduler");
    }

    public void killIngest() throws InterruptedException {
        ingest.kill();
        ingest = start("run", "ingest-api");
        await(ingest, "ingest-api listens at");
    }

    @Override
    public void close() {
        started.close();
    }
}
