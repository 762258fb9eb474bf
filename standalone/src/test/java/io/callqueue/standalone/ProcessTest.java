package io.callqueue.standalone;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import io.callqueue.infra.FreePort;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.standalone.town.Pulse;

import static org.assertj.core.api.Assertions.assertThat;

/** The services as processes of their own: together they hold the caps, and no call is lost or dialed twice when dispatchers die or stop; {@link SoakTest} kills the others. */
@Isolated("it has Kafka and Redis to itself")
class ProcessTest {
    private static final int CAP = 20;
    private static final int RATE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Deque<Child> dispatchers = new ArrayDeque<>();
    private static final Map<String, String> environment = new HashMap<>();
    private static final Started started = new Started();
    private static PlivoSimulator plivo;
    private static Pulse pulse;
    private static Leftovers leftovers;
    private static Api api;

    @BeforeAll
    static void start() {
        kafka.deleteTopics();
        Pace pace = new Pace(new Spread(20, 60, 0), new Spread(50, 100, 0), new Spread(50, 250, 0),
                new Spread(0, 0, 0));
        plivo = started.start(() -> PlivoSimulator
                .start(SimulatorOptions.defaults().withBehavior(Behavior.instantAnswers().withPace(pace))));
        System.out.println("simulator seed " + plivo.seed());
        pulse = started.start(() -> Pulse.start(NanoClock.system()));
        int port = FreePort.orAny(0);
        String url = "http://127.0.0.1:" + port;
        environment.putAll(Map.of("PORT", String.valueOf(port), "PUBLIC_URL", url, "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(), "REDIS_URL", redis.uri(), "PLIVO_API_URL", plivo.uri().toString(),
                "AGENT_SERVER_URL", plivo.uri().toString(), "PLIVO_AUTH_ID", plivo.authId(), "PLIVO_AUTH_TOKEN",
                plivo.authToken(), "PLIVO_NUMBER", Exports.CALLER_NUMBER, "KAFKA_PARTITIONS", "6"));
        environment.putAll(Map.of("MAX_CONCURRENT_CALLS", String.valueOf(CAP), "RATE_LIMIT_PER_SECOND",
                String.valueOf(RATE), "RATE_TOLERANCE", "250ms", "KAFKA_SESSION_TIMEOUT", "2s", "DIAL_DEADLINE", "4s",
                "PLIVO_REQUEST_TIMEOUT", "1s", "DRAIN_TIMEOUT", "60s", "PERMIT_LAPSE", "3s",
                "CALLEE_BUSY_DELAY", "1s",
                "LEASE_WATCH_INTERVAL", "1s"));
        environment.put("REDIS_TIMEOUT", "30s");
        environment.putAll(
                Map.of("LOOK_UP_SPACING", "1s", "RECORD_LAG", "1s", "LOOK_UP_INTERVAL", "1s", "RETURN_AFTER", "3s",
                        "FIRST_WEBHOOK_TIMEOUT", "3s", "WEBHOOK_MARGIN", "2s", "RETRY_BUSY_BASE", "1s",
                        "RETRY_NETWORK_BASE", "1s", "RETRY_NO_ANSWER_BASE", "1s"));
        leftovers = started.start(() -> new Leftovers(redis.uri()));
        api = started.start(() -> new Api(URI.create(url)));
        Child ingest = startService("ingest-api");
        Child scheduler = startService("retry-scheduler");
        dispatchers.add(startDispatcher());
        dispatchers.add(startDispatcher());
        ingest.awaitOutput("ingest-api listens at");
        scheduler.awaitOutput("retry-scheduler started");
        dispatchers.forEach(dispatcher -> dispatcher.awaitOutput("dispatcher is ready"));
        api.awaitOpen();
    }

    private static Child startService(String name) {
        return started.start(() -> Child.start(environment, "run", name));
    }

    private static Child startDispatcher() {
        return startService("dispatcher");
    }

    @AfterAll
    static void stop() {
        started.close();
    }

    @BeforeEach
    void forget() {
        plivo.witness().reset();
    }

    private static List<Asked> calls(int count, IntFunction<Asked> call) {
        return IntStream.range(0, count).mapToObj(call).toList();
    }

    /** Some are answered at once, some are busy at first, some are for later. */
    private static Asked mixed(String name, int i, Instant later) {
        Asked call = Asked.call(name + "-" + i).with("call_config", Map.of("ring_timeout", 2, "max_duration", 2));
        if (i % 5 == 1) {
            plivo.number(call.number(), Outcome.BUSY, Outcome.ANSWERED);
        }
        return i % 5 == 3 ? call.with("scheduled_at", later.toString()) : call;
    }

    /** A campaign of which a third has been dialed. */
    private static List<Asked> campaignUnderWay(String name) {
        Instant later = Instant.now().plusSeconds(3);
        List<Asked> calls = calls(150, i -> mixed(name, i, later));
        assertThat(api.bulk(name, calls).body().path("accepted").asInt()).isEqualTo(calls.size());
        Awaitility.await("a third is dialed").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> plivo.witness().placed() >= calls.size() / 3);
        return calls;
    }

    private static void assertAllCompleted(List<Asked> calls) {
        Awaitility.await("all calls end").atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
                .until(() -> api.open() == 0);
        calls.forEach(call -> assertThat(new Truth(api, plivo.witness()).of(call.id()).path("status").asString())
                .as(call.id()).isEqualTo("completed"));
        assertThat(plivo.witness().attemptsPlacedTwice()).isEmpty();
        assertThat(plivo.witness().mostLiveCalls()).isLessThanOrEqualTo(CAP);
        assertThat(pulse.mostInAnySecond(plivo.witness())).isLessThanOrEqualTo(RATE);
        Awaitility.await("Redis keeps nothing of ended calls").atMost(PATIENCE)
                .untilAsserted(() -> assertThat(leftovers.sizes()).isEmpty());
    }

    @Test
    void two_dispatchers_together_hold_cap_and_rate() {
        List<Asked> calls = calls(450, i -> Asked.call("together-" + i));
        assertThat(api.bulk("together", calls).body().path("accepted").asInt()).isEqualTo(calls.size());
        assertAllCompleted(calls);
        assertThat(plivo.witness().placed()).isEqualTo(calls.size());
    }

    @Test
    void calls_survive_the_death_of_every_dispatcher() {
        List<Asked> calls = campaignUnderWay("dispatchers-die");
        dispatchers.forEach(Child::kill);
        dispatchers.clear();
        dispatchers.add(startDispatcher());
        dispatchers.add(startDispatcher());
        assertAllCompleted(calls);
    }

    @Test
    void stopped_dispatcher_finishes_its_dials_and_exits_in_good_order() {
        List<Asked> calls = campaignUnderWay("dispatcher-stops");
        Child stopping = dispatchers.remove();
        stopping.terminate();
        assertThat(stopping.exitCode()).isZero();
        assertThat(stopping.output()).contains("dispatcher stopped").doesNotContain("still on their way");
        dispatchers.add(startDispatcher());
        assertAllCompleted(calls);
    }
}
