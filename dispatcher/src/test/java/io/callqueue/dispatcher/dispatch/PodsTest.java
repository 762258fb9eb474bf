package io.callqueue.dispatcher.dispatch;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Several dispatchers, each with partitions of its own. */
class PodsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final int PARTITIONS = 2;
    private static final int LOW = 60;
    private static final int URGENT = 30;
    private final String id = "call-" + UUID.randomUUID();
    private Scene scene;
    /** More patient than a service's. */
    private Admin admin;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--RATE_LIMIT_PER_SECOND=40", "--RATE_HORIZON=50ms",
                "--MAX_CONCURRENT_CALLS=1000");
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void close() {
        admin.close();
        scene.close();
    }

    @Test
    void no_pod_dials_its_low_calls_while_another_has_urgent_ones_but_for_their_reserved_share() {
        scene.anotherPod();
        await().until(() -> lowPartitionsOfEachPod().equals(List.of(1L, 1L)));
        produce(Priority.LOW, LOW, PARTITIONS);
        await().until(() -> scene.plivo().witness().placed() >= 5);
        produce(Priority.URGENT, URGENT, 1);
        await().until(() -> scene.plivo().witness().placed() == LOW + URGENT);
        List<String> dialed = scene.plivo().witness().dials().stream().map(dial -> dial.callId()).toList();
        List<Boolean> isUrgent = dialed.stream().map(call -> call.contains("-urgent-")).toList();
        List<Boolean> between = isUrgent.subList(isUrgent.indexOf(true), isUrgent.lastIndexOf(true));
        // Two have their permit before, one in twenty is reserved; a dial that this machine holds up arrives late. An even split is 30
        assertThat(between).filteredOn(urgent -> !urgent).hasSizeLessThan(URGENT * 2 / 3);
        assertThat(scene.plivo().witness().attemptsPlacedTwice()).isEmpty();
    }

    private List<Long> lowPartitionsOfEachPod() throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(Groups.DIALING)).describedGroups().values().iterator().next()
                .get().members().stream()
                .map(pod -> pod.assignment().topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(Topics.of(Priority.LOW))).count())
                .toList();
    }

    /** All at once: none is dialed because the next one is not there yet. */
    private void produce(Priority priority, int calls, int partitions) {
        IntStream.range(0, calls).mapToObj(n -> send(priority, n % partitions, priority.word() + "-" + n)).toList()
                .forEach(CompletableFuture::join);
    }

    private CompletableFuture<RecordMetadata> send(Priority priority, int partition, String name) {
        CallId call = new CallId(id + "-" + name);
        return scene.connections().sender().send(new ProducerRecord<>(Topics.of(priority), partition,
                call.value().getBytes(UTF_8), Scene.request(call, Scene.newNumber()).getBytes(UTF_8)));
    }
}
