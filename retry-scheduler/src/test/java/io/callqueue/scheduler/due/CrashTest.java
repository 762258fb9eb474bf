package io.callqueue.scheduler.due;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.kafka.Backlogs;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.kafka.RecordSender;
import io.callqueue.scheduler.Scene;
import io.callqueue.scheduler.parking.LookPace;
import io.callqueue.scheduler.parking.ParkedCalls;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.store.Due;
import io.callqueue.store.Popped;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A pod that dies between any two steps: here the steps before its death are made by hand, those after it by another's round. */
class CrashTest {
    private static final Duration RETURN = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static Scene scene;

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void call_that_was_popped_and_not_produced_comes_back() {
        CallId id = due();
        pop(id);

        List<ConsumerRecord<byte[], byte[]>> found = roundsUntil(id, 1);

        assertThat(Scene.header(found.getFirst(), "revision")).isEqualTo("2");
        assertThat(inflight(id)).isFalse();
        assertThat(scene.events(id)).isNotEmpty();
    }

    @Test
    void call_that_was_produced_and_not_confirmed_comes_again_with_the_same_revision() {
        CallId id = due();
        Due.Record popped = pop(id);
        scene.connections().topics().publishDue(popped.call(), popped.request().getBytes(StandardCharsets.UTF_8))
                .join();

        List<ConsumerRecord<byte[], byte[]>> found = roundsUntil(id, 2);

        assertThat(found).extracting(each -> Scene.header(each, "revision")).containsExactly("2", "2");
        assertThat(inflight(id)).isFalse();
    }

    @Test
    void call_that_was_claimed_before_its_confirm_does_not_come_again() {
        CallId id = due();
        Due.Record popped = pop(id);
        scene.move(id, (call, now) -> Moves.claim(call, popped.call().revision(), now, "pod", "lease", LONG));

        scene.connections().store().confirm(id.shard(), List.of(Popped.of(popped.call()))).join();

        assertThat(inflight(id)).isFalse();
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DIALING);
    }

    @Test
    void call_that_kafka_did_not_ack_stays_inflight_and_comes_back() {
        CallId id = due();
        TimerRound refused = round(topicsThatRefuse());

        assertThat(refused.run()).isEqualTo(Agenda.BACK_OFF);
        assertThat(inflight(id)).isTrue();

        assertThat(roundsUntil(id, 1)).hasSize(1);
        assertThat(inflight(id)).isFalse();
    }

    @Test
    void of_the_calls_of_a_shard_only_those_that_kafka_acked_are_confirmed() {
        CallId acked = due();
        CallId refused = Stream.generate(Scene::newId).filter(id -> id.shard() == acked.shard()).findFirst()
                .orElseThrow();
        scene.create(refused, Priority.NORMAL, Optional.of(Instant.now().minusMillis(1)));
        MockProducer<byte[], byte[]> producer = producer(false);
        CompletableFuture<Duration> round = CompletableFuture.supplyAsync(round(topics(producer))::run);
        await().until(() -> isSent(producer, acked) && isSent(producer, refused));

        AtomicInteger answered = new AtomicInteger();
        await().until(() -> {
            answer(producer, answered, refused);
            return round.isDone();
        });

        assertThat(round.join()).isEqualTo(Agenda.BACK_OFF);
        assertThat(inflight(acked)).isFalse();
        assertThat(inflight(refused)).isTrue();
        assertThat(roundsUntil(refused, 1)).hasSize(1);
    }

    @Test
    void call_whose_request_is_lost_is_not_confirmed_and_holds_up_no_other() {
        CallId broken = due();
        CallId whole = due();
        scene.connections().redis().del("request:{" + broken.shard() + "}:" + broken).toCompletableFuture().join();

        roundsUntil(whole, 1);

        assertThat(inflight(broken)).isTrue();
        assertThat(scene.records(Topics.of(Priority.NORMAL), broken.value())).isEmpty();
        scene.move(broken, Moves::cancel);
    }

    @Test
    void due_calls_of_a_shard_are_produced_in_the_order_of_their_times() {
        long seed = new Random().nextLong();
        List<CallId> inOrder = Stream.generate(Scene::newId).filter(id -> id.shard() == 7).limit(60).toList();
        Instant first = Instant.now().minusSeconds(100);
        List<CallId> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.forEach(id -> scene.create(id, Priority.URGENT,
                Optional.of(first.plusMillis(10L * inOrder.indexOf(id)))));

        round(scene.connections().topics()).run();

        Map<Integer, List<Integer>> places = scene.records("calls.urgent").stream()
                .collect(Collectors.groupingBy(ConsumerRecord::partition,
                        Collectors.mapping(each -> inOrder.indexOf(Scene.id(each)), Collectors.toList())));
        assertThat(places.values().stream().mapToInt(List::size).sum()).isEqualTo(60);
        assertThat(places.values()).as("seed %d", seed).allSatisfy(each -> assertThat(each).isSorted());
    }

    private static CallId due() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.of(Instant.now().minusMillis(1)));
        return id;
    }

    private static Due.Record pop(CallId id) {
        return (Due.Record) scene.connections().store().fireDue(id.shard(), 10, LONG, LONG, LONG).join().fired()
                .getFirst();
    }

    private static boolean inflight(CallId id) {
        return scene.connections().redis().zscore("inflight:{" + id.shard() + "}", id.value()).toCompletableFuture()
                .join() != null;
    }

    private static List<ConsumerRecord<byte[], byte[]>> roundsUntil(CallId id, int count) {
        TimerRound round = round(scene.connections().topics());
        return await().until(() -> {
            round.run();
            return scene.records(Topics.of(Priority.NORMAL), id.value());
        }, found -> found.size() >= count);
    }

    private static TimerRound round(CallTopics topics) {
        Set<TopicPartition> all = new HashSet<>();
        IntStream.range(0, Scene.PARTITIONS).forEach(p -> all.add(new TopicPartition(Topics.SCHEDULED, p)));
        LookPace pace = new LookPace(LONG, InstantSource.system());
        ParkedCalls parked = ParkedCalls.of(scene.connections().store(), scene.connections().redis(), pace, 200,
                new Random(1));
        return TimerRound.of(new OwnedShards(() -> all, () -> Scene.PARTITIONS), scene.connections().store(), topics,
                new TimerSettings(Duration.ofMillis(50), LONG, RETURN, LONG, 200), parked, pace, InstantSource.system(),
                new TimerMetrics(new SimpleMeterRegistry()));
    }

    private static CallTopics topicsThatRefuse() {
        MockProducer<byte[], byte[]> producer = producer(true);
        producer.sendException = new org.apache.kafka.common.errors.TimeoutException("Kafka is away");
        return topics(producer);
    }

    /** @param acks whether it acks by itself */
    private static MockProducer<byte[], byte[]> producer(boolean acks) {
        Node node = new Node(0, "nowhere", 1);
        PartitionInfo partition = new PartitionInfo("calls.normal", 0, node, new Node[]{node}, new Node[]{node});
        return new MockProducer<>(new Cluster("mock", List.of(node), List.of(partition), Set.of(), Set.of()), acks,
                null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static CallTopics topics(MockProducer<byte[], byte[]> producer) {
        return new CallTopics(new RecordSender(producer), new CampaignPartitions(new Backlogs(), new Random(1)),
                call -> CompletableFuture.completedFuture(null));
    }

    private static boolean isSent(MockProducer<byte[], byte[]> producer, CallId id) {
        return producer.history().stream().anyMatch(record -> isOf(record, id));
    }

    private static boolean isOf(ProducerRecord<byte[], byte[]> record, CallId id) {
        return Arrays.equals(record.key(), id.value().getBytes(StandardCharsets.UTF_8));
    }

    /** Acks all that was sent since, but for what is of this call. */
    private static void answer(MockProducer<byte[], byte[]> producer, AtomicInteger answered, CallId refused) {
        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        while (answered.get() < sent.size()) {
            boolean unused = isOf(sent.get(answered.getAndIncrement()), refused)
                    ? producer.errorNext(new org.apache.kafka.common.errors.TimeoutException("no ack"))
                    : producer.completeNext();
        }
    }
}
