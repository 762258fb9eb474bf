package io.callqueue.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.SampleCalls;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class CallTopicsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private static final byte[] REQUEST = "{}".getBytes(UTF_8);
    private static Clients clients;
    private static RecordSender sender;
    private static CallTopics topics;

    @BeforeAll
    static void create() throws Exception {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), 6, (short) 1, Duration.ofSeconds(6));
        clients = new Clients(settings);
        try (var admin = clients.admin()) {
            new TopicSetup(settings).run(admin);
        }
        sender = new RecordSender(clients.producer());
        topics = new CallTopics(sender, new CampaignPartitions(new Backlogs(), new Random(1)),
                call -> CompletableFuture.completedFuture(null));
    }

    @AfterAll
    static void delete() {
        sender.close();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
    }

    private static ConsumerRecord<byte[], byte[]> read(RecordMetadata at) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer("reader", 1)) {
            TopicPartition partition = new TopicPartition(at.topic(), at.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, at.offset());
            return consumer.poll(Duration.ofSeconds(30)).records(partition).getFirst();
        }
    }

    @Test
    void a_first_record_goes_to_its_priority_or_to_scheduled_with_the_time_of_its_acceptance() {
        Call queued = SampleCalls.created("call-1");
        ConsumerRecord<byte[], byte[]> now = read(topics.publishFirst(queued, REQUEST).join());
        assertThat(now.topic()).isEqualTo("calls.normal");
        assertThat(new String(now.key(), UTF_8)).isEqualTo("call-1");
        assertThat(now.timestamp()).isEqualTo(queued.order().createdAt().toEpochMilli());
        assertThat(CallRecord.isFirst(now)).isTrue();
        Call later = Call.created(new CallId("call-2"), SampleCalls.order(), Optional.of(Instant.EPOCH));
        assertThat(topics.publishFirst(later, REQUEST).join().topic()).isEqualTo(Topics.SCHEDULED);
    }

    @Test
    void a_due_record_names_its_attempt_and_revision() {
        ConsumerRecord<byte[], byte[]> due = read(topics
                .publishDue(SampleCalls.in(CallStatus.QUEUED, SampleCalls.Fate.ENDED), REQUEST).join());
        assertThat(CallRecord.revision(due)).contains(5);
        assertThat(new String(due.headers().lastHeader(CallRecord.ATTEMPT).value(), UTF_8)).isEqualTo("3");
    }

    @Test
    void a_campaign_fills_few_partitions() {
        Set<Integer> partitions = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            partitions.add(topics.publishFirst(SampleCalls.created("call-" + i), REQUEST).join().partition());
        }
        assertThat(partitions).hasSize(3);
    }

    @Test
    void a_dead_letter_counts_for_the_topic_it_was_found_in_once_kafka_has_it() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CallTopics counting = new CallTopics(sender, new CampaignPartitions(new Backlogs(), new Random(1)),
                call -> CompletableFuture.completedFuture(null), new DeadLetterCount(metrics));
        counting.deadLetter(new ConsumerRecord<>("calls.high", 0, 0, "call-1".getBytes(UTF_8), REQUEST), "a reason")
                .join();
        assertThat(metrics.get("callqueue.dead.letters").tag("topic", "calls.high").counter().count()).isEqualTo(1);
        assertThat(metrics.get("callqueue.dead.letters").tag("topic", "calls.low").counter().count()).isZero();
    }

    @Test
    void an_event_is_keyed_by_its_call() {
        ConsumerRecord<byte[], byte[]> event = read(topics.event(SampleCalls.created("call-1")).join());
        assertThat(event.topic()).isEqualTo(Topics.EVENTS);
        assertThat(new String(event.key(), UTF_8)).isEqualTo("call-1");
        assertThat(Json.read(event.value(), CallEvent.class)).isEqualTo(CallEvent.of(SampleCalls.created("call-1")));
    }

    @Test
    void a_dead_letter_is_the_whole_record_with_its_origin_and_reason() {
        ConsumerRecord<byte[], byte[]> bad = new ConsumerRecord<>("calls.low", 3, 42, "k".getBytes(UTF_8),
                "v".getBytes(UTF_8));
        bad.headers().add("traced", "yes".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> letter = read(topics.deadLetter(bad, "no use").join());
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("v");
        assertThat(new String(letter.key(), UTF_8)).isEqualTo("k");
        assertThat(letter.headers()).extracting(h -> h.key() + "=" + new String(h.value(), UTF_8)).containsExactly(
                "traced=yes", "reason=no use", "origin_topic=calls.low", "origin_partition=3", "origin_offset=42",
                "origin_timestamp=-1");
    }

    @Test
    void a_broker_that_is_away_is_an_answer_not_an_exception() {
        KafkaSettings nowhere = new KafkaSettings("127.0.0.1:1", 1, (short) 1, Duration.ofSeconds(6));
        try (RecordSender lost = new RecordSender(new Clients(nowhere).producer())) {
            var answer = new CallTopics(lost, new CampaignPartitions(new Backlogs(), new Random(1)),
                    call -> CompletableFuture.completedFuture(null))
                    .publishFirst(SampleCalls.created("call-1"), REQUEST);
            assertThatThrownBy(answer::join).hasCauseInstanceOf(KafkaException.class);
        }
    }
}
