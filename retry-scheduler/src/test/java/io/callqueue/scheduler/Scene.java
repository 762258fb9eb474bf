package io.callqueue.scheduler;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.startup.Connections;
import io.callqueue.store.Mover;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Topics;

/** An empty Kafka and an empty Redis, and what tests do with them as the other services would. */
public final class Scene implements AutoCloseable {
    public static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String kafka;
    private final String redis;
    private final Connections connections;
    private final Map<String, TopicReader> readers = new ConcurrentHashMap<>();

    private Scene(String kafka, String redis, Connections connections) {
        this.kafka = kafka;
        this.redis = redis;
        this.connections = connections;
    }

    /** Topics are made anew; Redis is taken as it is. */
    public static Scene set(KafkaExtension kafka, String redis) throws InterruptedException {
        kafka.deleteTopics();
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), PARTITIONS, (short) 1,
                Duration.ofSeconds(10));
        Connections connections = Connections.open(settings, new RedisSettings(redis, Duration.ofSeconds(30)),
                new Random(1));
        await().pollDelay(Duration.ZERO).ignoreExceptions().until(() -> isReady(connections));
        return new Scene(kafka.bootstrapServers(), redis, connections);
    }

    /** Redis is made anew, and clients see the topic that was made last. */
    private static boolean isReady(Connections to) throws ExecutionException, InterruptedException {
        return to.redisClosedBecause().isEmpty() && to.admin().listTopics().names().get().contains(Topics.LEDGER);
    }

    /** For as long as it takes on a machine that is busy with other things. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }

    public Connections connections() {
        return connections;
    }

    /** Starts a retry-scheduler. */
    public Pod pod(String... settings) {
        List<String> args = new ArrayList<>(List.of("--KAFKA_BOOTSTRAP_SERVERS=" + kafka, "--REDIS_URL=" + redis,
                "--REDIS_TIMEOUT=30s", "--KAFKA_PARTITIONS=" + PARTITIONS,
                "--LEDGER_STATE_DIR=target/ledger", "--logging.level.org.apache.kafka=ERROR"));
        args.addAll(List.of(settings));
        return new Pod(SchedulerApplication.builder().registerShutdownHook(false).run(args.toArray(String[]::new)));
    }

    public static CallId newId() {
        return new CallId("call-" + UUID.randomUUID());
    }

    public static String request(CallId id, Priority priority, Optional<Instant> scheduledAt) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("phone_number", "+919123456789", "campaign_id",
                "campaign-1", "custom_call_id", id.value(), "priority", priority.word()));
        scheduledAt.ifPresent(at -> fields.put("scheduled_at", at.toString()));
        return Json.text(fields);
    }

    public static CallRequest parsed(String request) {
        Reading read = new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(request.getBytes(StandardCharsets.UTF_8));
        return ((Reading.Accepted) read).request();
    }

    /** A direct producer's record, or anybody's. */
    public RecordMetadata produce(String topic, String key, String value) {
        return connections.sender().send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8))).join();
    }

    /** A call in Redis alone: due at this moment, or queued. */
    public Call create(CallId id, Priority priority, Optional<Instant> due) {
        CallRequest request = parsed(request(id, priority, due));
        return connections.store().create(Call.created(id, request.order(Instant.now()), due), request).join().call();
    }

    public Call move(CallId id, Mover mover) {
        return connections.store().update(id, mover).join().known().orElseThrow();
    }

    public Call call(CallId id) {
        return connections.store().read(id).join().call().orElseThrow();
    }

    public boolean isKnown(CallId id) {
        return connections.store().read(id).join().call().isPresent();
    }

    /** All records of this key that stand in the topic now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
        return records(topic).stream().filter(found -> key.equals(text(found.key()))).toList();
    }

    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return readers.computeIfAbsent(topic, name -> new TopicReader(connections.clients(), name)).all();
    }

    /** The calls that the ledger has of this id, in the order of their versions. */
    public List<Call> events(CallId id) {
        return records(Topics.EVENTS, id.value()).stream()
                .map(found -> Json.read(found.value(), CallEvent.class).call())
                .sorted((a, b) -> Long.compare(a.version(), b.version())).toList();
    }

    /** Waits until the last event of the call has this status: an event is written after the record it goes with. */
    public List<Call> awaitEvents(CallId id, CallStatus last) {
        return await().until(() -> events(id),
                found -> !found.isEmpty() && found.getLast().status() == last);
    }

    /** Waits until as many records of this key stand in the topic. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, String key, int count) {
        return await().until(() -> records(topic, key), found -> found.size() >= count);
    }

    public ConsumerRecord<byte[], byte[]> awaitRecord(String topic, String key) {
        return awaitRecords(topic, key, 1).getFirst();
    }

    public <T> T awaitValue(String topic, CallId id, Class<T> type) {
        return Json.read(awaitRecord(topic, id.value()).value(), type);
    }

    public static String header(ConsumerRecord<?, ?> found, String name) {
        return Optional.ofNullable(found.headers().lastHeader(name)).map(Header::value).map(Scene::text).orElse("");
    }

    public static CallId id(ConsumerRecord<byte[], byte[]> found) {
        return new CallId(text(found.key()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        readers.values().forEach(TopicReader::close);
        connections.close();
    }
}
