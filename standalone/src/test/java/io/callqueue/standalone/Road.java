package io.callqueue.standalone;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import io.callqueue.infra.FreePort;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole road of a call in this JVM: the three services between a backend and a Plivo. What is waited for is short; what must not pass is
 * long enough for a machine that stands still for some seconds.
 */
final class Road implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", "0"), Map.entry("callqueue.kafka.partitions", "3"),
            Map.entry("callqueue.redis.timeout", "30s"), Map.entry("callqueue.cancel.patience", "60s"),
            Map.entry("callqueue.reschedule.patience", "60s"), Map.entry("callqueue.voice-bot.timeout", "30s"),
            Map.entry("callqueue.admission.tolerance", "100ms"), Map.entry("callqueue.plivo.request-timeout", "5s"),
            Map.entry("callqueue.dial.deadline", "60s"), Map.entry("callqueue.dial.callee-busy", "500ms"),
            Map.entry("callqueue.dial.plivo-away", "500ms"), Map.entry("callqueue.reconcile.look-up-spacing", "1s"),
            Map.entry("callqueue.reconcile.record-lag", "1s"),
            Map.entry("callqueue.reconcile.first-webhook", "3s"), Map.entry("callqueue.reconcile.webhook-margin", "1s"),
            Map.entry("callqueue.retry.no-answer.base", "500ms"), Map.entry("callqueue.retry.busy.base", "500ms"),
            Map.entry("callqueue.retry.network.base", "500ms"),
            Map.entry("callqueue.retry.account-limit.base", "500ms"),
            Map.entry("callqueue.scheduler.timers.look-up-interval", "1s"),
            Map.entry("callqueue.scheduler.timers.return-after", "30s"),
            Map.entry("callqueue.scheduler.retention.interval", "1h"));
    private final Started started = new Started();
    private final Behavior behavior;
    final TopicLog kafka;
    final Leftovers redis;
    final Api api;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private PlivoSimulator plivo;

    private Road(KafkaExtension kafka, RedisExtension redis, Behavior behavior, Map<String, String> settings) {
        this.behavior = behavior;
        this.kafka = new TopicLog(kafka.bootstrapServers());
        this.redis = started.start(() -> new Leftovers(redis.uri()));
        this.plivo = PlivoSimulator
                .start(SimulatorOptions.defaults().withBehavior(behavior).withPort(FreePort.orAny(0)));
        System.out.println("simulator seed " + plivo.seed());
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(Services.dialing(plivo));
        all.put("callqueue.kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("callqueue.redis.url", redis.uri());
        all.putAll(settings);
        int port = Services.startAll(started, all, false);
        this.api = started.start(() -> new Api(URI.create("http://127.0.0.1:" + port)));
        api.awaitOpen();
    }

    static Road start(KafkaExtension kafka, RedisExtension redis, Behavior behavior, Map<String, String> settings) {
        kafka.deleteTopics();
        return new Road(kafka, redis, behavior, settings);
    }

    PlivoSimulator plivo() {
        return plivo;
    }

    /** Nobody listens at Plivo's address any more. */
    void stopPlivo() {
        plivo.close();
    }

    /** Plivo is back at its address, and remembers nothing. */
    void startPlivo() {
        plivo = PlivoSimulator.start(SimulatorOptions.defaults().withBehavior(behavior).withPort(plivo.port()));
    }

    /** Queues a call that must be accepted, and waits until it ends like this. */
    JsonNode ends(Asked call, String status) {
        api.accepted(call);
        return ends(call.id(), status);
    }

    /** Waits until the call ends like this, which Plivo must confirm. */
    JsonNode ends(String id, String status) {
        api.ends(id, status);
        ended.add(id);
        return new Truth(api, plivo.witness()).of(id);
    }

    /** All calls have ended and are counted, and nothing else is left of them: no slot, no timer, nothing active. */
    void assertNothingIsLeft() {
        Awaitility.await("Redis keeps nothing of ended calls").atMost(Api.PATIENCE)
                .untilAsserted(() -> assertThat(redis.sizes()).isEmpty());
        JsonNode status = api.queueStatus();
        assertThat(api.open()).as("calls that have not ended, by %s", status).isZero();
        Map<String, Long> ends = ended.stream().collect(Collectors.groupingBy(api::status, Collectors.counting()));
        List.of("completed", "failed", "cancelled", "expired").forEach(
                word -> assertThat(status.path(word).asLong()).as(word).isEqualTo(ends.getOrDefault(word, 0L)));
        assertThat(plivo.calls()).as("calls that are live at Plivo").isEmpty();
        assertThat(plivo.witness().attemptsPlacedTwice()).isEmpty();
    }

    @Override
    public void close() {
        started.close();
        plivo.close();
    }
}
