package io.callqueue.dispatcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.control.Stop;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.SimulatorOptions;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.startup.Connections;
import io.callqueue.store.Mover;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;

/**
 * A dispatcher between an empty Kafka, a Redis and a simulated Plivo whose calls talk for ever, and what tests do with it as the other
 * services would. Plivo's webhooks lead nowhere: tests write their own.
 */
public final class Scene implements AutoCloseable {
    public static final String LEASES = "leases:{admission}";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private final Connections connections;
    private final PlivoSimulator simulator;
    private final List<String> args;
    private final Class<?>[] more;
    private final List<ConfigurableApplicationContext> pods = new ArrayList<>();
    private final Map<String, TopicReader> readers = new ConcurrentHashMap<>();

    private Scene(Connections connections, PlivoSimulator simulator, List<String> args, Class<?>... more) {
        this.connections = connections;
        this.simulator = simulator;
        this.args = args;
        this.more = more;
    }

    /** Topics are made anew; Redis is taken as it is. */
    public static Scene set(KafkaExtension kafka, String redis, String... settings) throws InterruptedException {
        kafka.deleteTopics();
        return set(kafka.bootstrapServers(), redis, settings);
    }

    public static Scene set(String kafka, String redis, String... settings) throws InterruptedException {
        return set(kafka, redis, List.of(settings));
    }

    /** @param more what a dispatcher is made of besides its own parts */
    public static Scene set(String kafka, String redis, List<String> settings, Class<?>... more)
            throws InterruptedException {
        Pace talksForever = Pace.INSTANT.withTalk(Spread.of(Duration.ofHours(1)));
        PlivoSimulator simulator = PlivoSimulator.start(SimulatorOptions.defaults().withSeed(42)
                .withBehavior(Behavior.instantAnswers().withPace(talksForever)));
        Connections connections = Connections.open(new KafkaSettings(kafka, 2, (short) 1, Duration.ofSeconds(10)),
                new RedisSettings(redis, Duration.ofSeconds(30)), new Random(1));
        await().until(() -> connections.redisClosedBecause().isEmpty());
        List<String> args = new ArrayList<>(List.of("--KAFKA_BOOTSTRAP_SERVERS=" + kafka, "--REDIS_URL=" + redis,
                "--REDIS_TIMEOUT=30s", "--KAFKA_PARTITIONS=2", "--PLIVO_AUTH_ID=" + simulator.authId(),
                "--PLIVO_AUTH_TOKEN=" + simulator.authToken(), "--PLIVO_NUMBER=+14155550100",
                "--PLIVO_API_URL=" + simulator.uri(), "--AGENT_SERVER_URL=" + simulator.uri(),
                "--AGENT_SERVER_TIMEOUT=30s", "--PUBLIC_URL=" + simulator.uri(), "--RATE_LIMIT_PER_SECOND=500",
                "--RATE_TOLERANCE=200ms", "--DIAL_DEADLINE=60s", "--LEASE_WATCH_INTERVAL=1h",
                "--logging.level.root=ERROR"));
        for (String setting : settings) {
            args.removeIf(arg -> arg.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            args.add(setting);
        }
        Scene scene = new Scene(connections, simulator, args, more);
        scene.anotherPod();
        return scene;
    }

    /** Starts a further dispatcher with the same settings; the parts that tests look at are the first one's. */
    public void anotherPod() {
        pods.add(DispatcherApplication.builder().sources(more).run(args.toArray(String[]::new)));
    }

    public Connections connections() {
        return connections;
    }

    public PlivoSimulator plivo() {
        return simulator;
    }

    /** A part of the running dispatcher. */
    public <T> T part(Class<T> type) {
        return pods.getFirst().getBean(type);
    }

    /** The same of every dispatcher. */
    public <T> List<T> parts(Class<T> type) {
        return pods.stream().map(pod -> pod.getBean(type)).toList();
    }

    /** A number that nobody else calls. */
    public static String newNumber() {
        return "+1415%07d".formatted(5_000_000 + NUMBERS.incrementAndGet());
    }

    public static String request(CallId id, String number) {
        return Json.text(Map.of("phone_number", number, "campaign_id", "campaign-1", "custom_call_id", id.value()));
    }

    public static CallRequest parsed(String request) {
        Reading read = new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(request.getBytes(StandardCharsets.UTF_8));
        return ((Reading.Accepted) read).request();
    }

    public CallRequest requestOf(CallId id) {
        return connections.store().details().request(id).join().orElseThrow();
    }

    /** A queued call in Redis alone. */
    public Call create(CallId id) {
        return create(id, newNumber());
    }

    public Call create(CallId id, String number) {
        CallRequest request = parsed(request(id, number));
        return connections.store().create(Call.created(id, request.order(Instant.now()), Optional.empty()), request)
                .join().call();
    }

    public Call move(CallId id, Mover mover) {
        return connections.store().update(id, mover).join().known().orElseThrow();
    }

    public Call call(CallId id) {
        return connections.store().read(id).join().call().orElseThrow();
    }

    public Call awaitStatus(CallId id, CallStatus status) {
        return awaitCall(id, call -> call.status() == status);
    }

    /** Returns when Plivo has accepted its attempt and that is known. */
    public Call awaitDialed(CallId id) {
        return awaitCall(id, call -> call.status() == CallStatus.DIALING
                && call.attempt().flatMap(Attempt::requestUuid).isPresent());
    }

    private Call awaitCall(CallId id, Predicate<Call> isThere) {
        return await().pollInterval(Duration.ofMillis(20))
                .until(() -> connections.store().read(id).join().call(), found -> found.filter(isThere).isPresent())
                .orElseThrow();
    }

    public RecordMetadata produce(String topic, int partition, String key, String value) {
        return connections.sender().send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8))).join();
    }

    /** A direct producer's record of a new call to a number of its own. */
    public RecordMetadata produceCall(String topic, CallId id) {
        return produce(topic, 0, id.value(), request(id, newNumber()));
    }

    public void produce(String topic, CallId id, Object value) {
        connections.topics().send(topic, id, value).join();
    }

    /** The calls that the ledger has of this id, as they were written. */
    public List<Call> events(CallId id) {
        return records(Topics.EVENTS).stream().filter(found -> id.value().equals(text(found.key())))
                .map(found -> Json.read(found.value(), CallEvent.class).call()).toList();
    }

    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return readers.computeIfAbsent(topic, name -> new TopicReader(connections.clients(), name)).all();
    }

    public List<Stop> stops() {
        return control().stops().join();
    }

    public Limits limits() {
        return control().limits().join();
    }

    private ControlStore control() {
        return new ControlStore(connections.redis());
    }

    /** As ingest-api does; returns when it is in force. */
    public void resume(Stop.Scope scope, String id) {
        control(Stop.key(scope, id), null);
    }

    /** Writes a record to calls.control, and returns when it is in force. */
    public void control(String key, byte @Nullable [] value) {
        long offset = connections.sender()
                .send(new ProducerRecord<>(Topics.CONTROL, key.getBytes(StandardCharsets.UTF_8), value)).join()
                .offset();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> control().isInForce(key, offset).join());
    }

    public boolean isHeld(String lease) {
        return score(lease).isPresent();
    }

    public boolean isFirm(String lease) {
        return score(lease).filter(found -> found.isInfinite()).isPresent();
    }

    private Optional<Double> score(String lease) {
        return Optional.ofNullable(connections.redis().zscore(LEASES, lease).toCompletableFuture().join());
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        pods.forEach(ConfigurableApplicationContext::close);
        readers.values().forEach(TopicReader::close);
        connections.close();
        simulator.close();
    }
}
