package io.callqueue.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import io.lettuce.core.RedisException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.topic.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** On a real broker: nothing is skipped, whatever fails. */
class BatchConsumerTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final int PARTITIONS = 4;
    private final List<BatchConsumer> consumers = new ArrayList<>();
    private String topic = "";
    private Clients clients;
    private RecordSender sender;

    @BeforeEach
    void create() {
        topic = "batches-" + TOPICS.incrementAndGet();
        kafka.createTopics(PARTITIONS, topic);
        clients = new Clients(new KafkaSettings(kafka.bootstrapServers(), 1, (short) 1, Duration.ofSeconds(10)));
        sender = new RecordSender(clients.producer());
    }

    @AfterEach
    void close() {
        consumers.forEach(BatchConsumer::close);
        sender.close();
    }

    private void send(String key, int from, int to) {
        IntStream.range(from, to).mapToObj(i -> sender
                .send(new ProducerRecord<>(topic, key.getBytes(UTF_8), (key + i).getBytes(UTF_8)))).toList()
                .forEach(sent -> sent.join());
    }

    private BatchConsumer start(BatchConsumer.Handler handler) {
        BatchConsumer consumer = new BatchConsumer(clients, topic, List.of(topic), handler, letters());
        consumers.add(consumer);
        consumer.start();
        return consumer;
    }

    private CallTopics letters() {
        return new CallTopics(sender, new CampaignPartitions(new Backlogs(), new Random(1)),
                call -> CompletableFuture.completedFuture(null));
    }

    @Test
    void a_record_that_can_not_be_handled_goes_to_the_dead_letters_and_those_behind_it_go_on() throws Exception {
        try (Admin admin = clients.admin()) {
            new TopicSetup(new KafkaSettings(kafka.bootstrapServers(), 1, (short) 1, Duration.ofSeconds(6))).run(admin);
        }
        send("a", 0, 3);
        AtomicInteger tries = new AtomicInteger();
        start(found -> {
            if (text(found).equals("a1")) {
                tries.incrementAndGet();
                throw new ArithmeticException("long overflow");
            }
        });
        awaitCommitted(3);
        assertThat(tries).hasValue(LastResort.TRIES);
        ConsumerRecord<byte[], byte[]> letter = letter();
        assertThat(text(letter)).isEqualTo("a1");
        assertThat(new String(letter.headers().lastHeader("reason").value(), UTF_8)).contains("long overflow");
    }

    @Test
    void while_redis_or_kafka_is_away_no_record_is_given_up() {
        send("a", 0, 1);
        AtomicInteger tries = new AtomicInteger();
        start(found -> {
            if (tries.incrementAndGet() <= 2 * LastResort.TRIES) {
                throw new CompletionException(new RedisException("away"));
            }
        });
        awaitCommitted(1);
        assertThat(tries).hasValue(2 * LastResort.TRIES + 1);
    }

    private ConsumerRecord<byte[], byte[]> letter() {
        TopicPartition letters = new TopicPartition(Topics.DEAD_LETTER, 0);
        try (var reader = clients.reader()) {
            reader.assign(List.of(letters));
            reader.seekToBeginning(List.of(letters));
            return await().atMost(LONG).until(() -> StreamSupport
                    .stream(reader.poll(Duration.ofMillis(200)).spliterator(), false)
                    .filter(found -> new String(found.headers().lastHeader("origin_topic").value(), UTF_8)
                            .equals(topic))
                    .findFirst(), Optional::isPresent).orElseThrow();
        }
    }

    private long committed() throws ExecutionException, InterruptedException {
        try (Admin admin = clients.admin()) {
            return admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(offset -> offset.offset()).sum();
        }
    }

    private void awaitCommitted(long records) {
        await().atMost(LONG).ignoreExceptions().until(this::committed, Long.valueOf(records)::equals);
    }

    private static String text(ConsumerRecord<byte[], byte[]> found) {
        return new String(found.value(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> names(String key, int count) {
        return IntStream.range(0, count).mapToObj(i -> key + i).toList();
    }

    @Test
    void records_of_one_key_are_handled_in_order_and_committed_afterwards() {
        Map<String, List<String>> handled = new ConcurrentHashMap<>();
        List<String> keys = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        keys.forEach(key -> send(key, 0, 50));
        start(found -> handled.computeIfAbsent(new String(found.key(), UTF_8),
                key -> Collections.synchronizedList(new ArrayList<>())).add(text(found)));
        awaitCommitted(400);
        keys.forEach(key -> assertThat(handled.get(key)).isEqualTo(names(key, 50)));
    }

    @Test
    void keys_are_handled_side_by_side() {
        CountDownLatch together = new CountDownLatch(2);
        send("a", 0, 1);
        send("b", 0, 1);
        sender.send(new ProducerRecord<>(topic, 0, null, "no key 1".getBytes(UTF_8))).join();
        start(found -> {
            together.countDown();
            if (!together.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("alone");
            }
        });
        awaitCommitted(3);
    }

    @Test
    void what_fails_comes_again_and_nothing_is_skipped() {
        AtomicInteger failures = new AtomicInteger(3);
        Collection<String> handled = new ConcurrentLinkedQueue<>();
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            send(key, 0, 20);
        }
        start(found -> {
            if (text(found).equals("c7") && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            handled.add(text(found));
        });
        awaitCommitted(120);
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(handled).containsAll(names(key, 20));
        }
    }

    @Test
    void records_that_arrive_while_a_batch_fails_are_not_skipped() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger failed = new AtomicInteger();
        Set<String> handled = ConcurrentHashMap.newKeySet();
        send("a", 0, 1);
        start(found -> {
            if (text(found).equals("a0") && broken.get()) {
                failed.incrementAndGet();
                throw new IllegalStateException("not yet");
            }
            handled.add(text(found));
        });
        List<String> expected = new ArrayList<>(List.of("a0"));
        for (int i = 0; i < 8; i++) {
            int seen = failed.get();
            await().atMost(LONG).until(() -> failed.get() > seen);
            String key = "k" + i + "-";
            send(key, 0, 10);
            expected.addAll(names(key, 10));
        }
        broken.set(false);
        awaitCommitted(81);
        assertThat(handled).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_partition_with_a_record_that_fails_holds_no_other_up() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        Map<String, Integer> handled = new ConcurrentHashMap<>();
        IntStream.range(0, PARTITIONS).forEach(partition -> sender
                .send(new ProducerRecord<>(topic, partition, bytes("k" + partition), bytes("first" + partition)))
                .join());
        start(found -> {
            if (found.partition() == 0 && broken.get()) {
                tries.incrementAndGet();
                throw new CompletionException(new RedisException("no leader"));
            }
            handled.merge(text(found), 1, Integer::sum);
        });
        awaitCommitted(PARTITIONS - 1);
        await().atMost(LONG).until(() -> tries.get() > 2);
        IntStream.range(1, PARTITIONS).forEach(partition -> sender
                .send(new ProducerRecord<>(topic, partition, bytes("k" + partition), bytes("next" + partition)))
                .join());
        awaitCommitted(2 * (PARTITIONS - 1));
        assertThat(handled).hasSize(2 * (PARTITIONS - 1)).allSatisfy((text, times) -> assertThat(times).isEqualTo(1));
        broken.set(false);
        awaitCommitted(2 * (PARTITIONS - 1) + 1);
    }

    @Test
    void a_batch_comes_again_only_when_nothing_of_it_is_handled_any_more() {
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch slowBegan = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        sender.send(new ProducerRecord<>(topic, 0, "fails".getBytes(UTF_8), "x".getBytes(UTF_8))).join();
        sender.send(new ProducerRecord<>(topic, 0, "slow".getBytes(UTF_8), "y".getBytes(UTF_8))).join();
        AtomicInteger calls = new AtomicInteger();
        start(found -> {
            if (text(found).equals("x")) {
                calls.incrementAndGet();
                if (first.getAndSet(false)) {
                    slowBegan.await();
                    throw new IllegalStateException("not yet");
                }
                return;
            }
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            slowBegan.countDown();
            goOn.await();
            atOnce.decrementAndGet();
        });
        await().during(Duration.ofMillis(600)).atMost(LONG).until(() -> calls.get() <= 1);
        goOn.countDown();
        awaitCommitted(2);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void closing_ends_after_the_batch_at_hand_and_commits_it() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        send("a", 0, 1);
        BatchConsumer consumer = start(found -> {
            began.countDown();
            goOn.await();
        });
        assertThat(began.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofVirtual().start(consumer::close);
        await().atMost(LONG).until(() -> closing.getState() != Thread.State.RUNNABLE);
        goOn.countDown();
        assertThat(closing.join(LONG)).isTrue();
        assertThat(committed()).isEqualTo(1);
        assertThat(consumer.assigned()).isEmpty();
    }

    @Test
    void a_consumer_that_never_started_can_be_closed() {
        BatchConsumer consumer = new BatchConsumer(clients, topic, List.of(topic), found -> {},
                letters());
        consumer.close();
        consumer.close();
        assertThat(consumer.assigned()).isEmpty();
    }

    @Test
    void consumers_share_the_partitions_and_hand_them_over() {
        Map<String, Integer> handled = new HashMap<>();
        BatchConsumer.Handler handler = found -> {
            synchronized (handled) {
                handled.merge(text(found), 1, Integer::sum);
            }
        };
        BatchConsumer one = start(handler);
        await().atMost(LONG).until(() -> one.assigned().size() == PARTITIONS);
        send("a", 0, 10);
        BatchConsumer two = start(handler);
        await().atMost(LONG).until(() -> one.assigned().size() == 2 && two.assigned().size() == 2);
        Set<TopicPartition> both = new HashSet<>(one.assigned());
        both.addAll(two.assigned());
        assertThat(both).hasSize(PARTITIONS);
        for (int i = 0; i < 20; i++) {
            send("b" + i + "-", 0, 2);
        }
        awaitCommitted(50);
        one.close();
        await().atMost(LONG).until(() -> two.assigned().size() == PARTITIONS);
        send("c", 0, 5);
        awaitCommitted(55);
        synchronized (handled) {
            assertThat(handled).hasSize(55);
        }
    }
}
