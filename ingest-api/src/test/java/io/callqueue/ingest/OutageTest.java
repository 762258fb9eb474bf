package io.callqueue.ingest;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.kafka.Backlogs;
import io.callqueue.kafka.CallTopics;
import io.callqueue.kafka.CampaignPartitions;
import io.callqueue.kafka.RecordSender;
import io.callqueue.startup.Connections;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();
    /** A Redis that is empty is made anew from all that Kafka has of other tests. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String id = "outage-" + UUID.randomUUID();
    private EmbeddedRedis redis;

    @BeforeAll
    void start() {
        redis = EmbeddedRedis.start(RedisOptions.temporary());
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    @AfterEach
    void startAgain() {
        redis.start();
    }

    private String call() {
        return "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\"}";
    }

    @Test
    void without_redis_kafkas_ack_is_enough_and_the_answer_says_so() {
        try (Ingest ingest = Ingest.start(KAFKA.bootstrapServers(), redis.uri(), List.of())) {
            redis.stop();
            Reply reply = ingest.post("/api/calls/queue", call());
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.body()).endsWith(",\"registered\":false}");
            assertThat(new Records(KAFKA.bootstrapServers()).of("calls.normal", id)).hasSize(1);
            Reply batch = ingest.post("/api/calls/bulk-queue", "{\"calls\":[" + call() + "]}");
            assertThat(batch.status()).isEqualTo(202);
            assertThat(batch.json().path("results").path(0).path("registered").asBoolean(true)).isFalse();

            for (String path : List.of("/api/calls/x/status", "/api/calls/x", "/api/calls/active",
                    "/api/queue/status")) {
                Reply away = ingest.get(path);
                assertThat(away.status()).as(path).isEqualTo(503);
                assertThat(away.problem()).isEqualTo("overloaded");
                assertThat(away.header("retry-after")).isNotBlank();
            }
            assertThat(ingest.send(ingest.request("/api/calls/x").DELETE()).status()).isEqualTo(503);

            redis.start();
            await().atMost(PATIENCE)
                    .until(() -> !ingest.post("/api/calls/queue", call()).body().contains("registered"));
            assertThat(ingest.get("/api/calls/" + id + "/status").status()).isEqualTo(200);
        }
    }

    @Test
    void without_kafka_nothing_is_accepted() {
        try (Ingest ingest = Ingest.start(KAFKA.bootstrapServers(), redis.uri(), List.of(KafkaAway.class))) {
            await().atMost(PATIENCE).until(() -> ingest.bean(Connections.class).redisClosedBecause().isEmpty());
            Reply reply = ingest.post("/api/calls/queue", call());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.problem()).isEqualTo("overloaded");
            assertThat(reply.header("retry-after")).isNotBlank();
            assertThat(ingest.get("/api/calls/" + id + "/status").status()).isEqualTo(404);

            Reply batch = ingest.post("/api/calls/bulk-queue", "{\"calls\":[" + call() + ",{}," + call() + "]}");
            assertThat(batch.status()).isEqualTo(503);
            assertThat(batch.problem()).isEqualTo("overloaded");
            assertThat(batch.json().path("results").path(0).path("error").path("code").asString())
                    .isEqualTo("overloaded");
            assertThat(batch.json().path("results").path(1).path("error").path("code").asString())
                    .isNotEqualTo("overloaded");
            assertThat(batch.json().path("results").path(2).path("error").path("code").asString())
                    .isEqualTo("overloaded");

            Reply numbers = ingest.send(ingest.request("/api/dnc").header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString("+14155550100\n+14155550101\n")));
            assertThat(numbers.status()).isEqualTo(503);
            assertThat(numbers.problem()).isEqualTo("overloaded");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class KafkaAway {
        @Bean
        RecordSender recordSender() {
            Node node = new Node(0, "nowhere", 1);
            List<PartitionInfo> partitions = Stream.concat(Topics.consumedOnce().stream(), Stream.of(Topics.CONTROL))
                    .map(topic -> new PartitionInfo(topic, 0, node, new Node[]{node}, new Node[]{node})).toList();
            Cluster cluster = new Cluster("c", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
            MockProducer<byte[], byte[]> producer = new MockProducer<>(cluster, true, null, new ByteArraySerializer(),
                    new ByteArraySerializer());
            producer.sendException = new TimeoutException("no ack");
            return new RecordSender(producer);
        }

        @Bean
        CallTopics callTopics(RecordSender sender, java.util.random.RandomGenerator random) {
            return new CallTopics(sender, new CampaignPartitions(new Backlogs(), random),
                    call -> CompletableFuture.completedFuture(null));
        }
    }
}
