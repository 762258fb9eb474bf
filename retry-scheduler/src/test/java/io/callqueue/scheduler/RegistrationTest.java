package io.callqueue.scheduler;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

class RegistrationTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static Scene scene;
    static Pod pod;

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        pod = scene.pod();
    }

    @AfterAll
    static void stop() {
        pod.close();
        scene.close();
    }

    @Test
    void call_of_a_direct_producer_is_known_before_it_is_dialed() {
        CallId id = Scene.newId();

        scene.produce("calls.high", id.value(), Scene.request(id, Priority.LOW, Optional.empty()));

        await().until(() -> scene.isKnown(id));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.QUEUED);
        assertThat(scene.call(id).order().priority()).as("the topic decides").isEqualTo(Priority.HIGH);
        CallEvent event = scene.awaitValue(Topics.EVENTS, id, CallEvent.class);
        assertThat(event.request()).isPresent();
    }

    /** The hour is over when its timer is set to long ago. */
    @Test
    void call_of_a_direct_producer_that_is_for_later_waits_for_its_time() {
        CallId id = Scene.newId();
        Instant due = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        String timers = "timers:{" + id.shard() + "}";

        scene.produce("calls.normal", id.value(), Scene.request(id, Priority.NORMAL, Optional.of(due)));

        await().until(() -> scene.isKnown(id));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.SCHEDULED);
        assertThat(scene.records("calls.normal", id.value())).hasSize(1);
        var commands = scene.connections().redis();
        assertThat(commands.zscore(timers, id.value()).toCompletableFuture().join()).isEqualTo(due.toEpochMilli());
        commands.zadd(timers, 1.0, id.value()).toCompletableFuture().join();
        ConsumerRecord<byte[], byte[]> again = scene.awaitRecords("calls.normal", id.value(), 2).stream()
                .filter(found -> !Scene.header(found, "revision").isEmpty()).findFirst().orElseThrow();
        assertThat(Scene.header(again, "revision")).isEqualTo("2");
    }

    @Test
    void call_that_is_known_already_is_left_alone() {
        CallId id = Scene.newId();
        CallId later = Scene.newId();
        Call known = scene.create(id, Priority.NORMAL, Optional.empty());

        scene.produce("calls.normal", id.value(), Scene.request(id, Priority.NORMAL, Optional.empty()));
        scene.produce("calls.normal", later.value(), Scene.request(later, Priority.NORMAL, Optional.empty()));

        await().until(() -> scene.isKnown(later));
        assertThat(scene.call(id)).isEqualTo(known);
        assertThat(scene.events(id)).isEmpty();
    }

    @Test
    void record_of_a_direct_producer_that_is_unusable_is_left_to_the_dispatcher() {
        CallId later = Scene.newId();

        scene.produce("calls.urgent", "poison", "to be or not to be");
        scene.produce("calls.urgent", later.value(), Scene.request(later, Priority.NORMAL, Optional.empty()));

        await().until(() -> scene.isKnown(later));
        assertThat(scene.records(Topics.DEAD_LETTER, "poison")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no-json   | to be or not to be                                                     | ''
            no-number | {"campaign_id":"c","phone_number":"911"}                               | phone_number: is not one
            other-key | {"campaign_id":"c","phone_number":"+919123456789","custom_call_id":"x"} | the key 'other-key' differs
            bad key   | {"campaign_id":"c","phone_number":"+919123456789"}                     | the key is not a call id
            """)
    void poison_among_the_scheduled_calls_is_a_dead_letter_and_holds_up_nothing(String key, String value,
            String reason) {
        CallId behind = Scene.newId();
        scene.produce(Topics.SCHEDULED, key, value);
        scene.produce(Topics.SCHEDULED, behind.value(), Scene.request(behind, Priority.URGENT, Optional.empty()));

        ConsumerRecord<byte[], byte[]> letter = scene.awaitRecord(Topics.DEAD_LETTER, key);

        assertThat(Scene.header(letter, "reason")).startsWith(reason).isNotEmpty();
        assertThat(Scene.header(letter, "origin_topic")).isEqualTo(Topics.SCHEDULED);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(value);
        scene.awaitRecord("calls.urgent", behind.value());
    }

    @Test
    void same_scheduled_call_twice_is_one_call() {
        CallId id = Scene.newId();
        String request = Scene.request(id, Priority.NORMAL, Optional.of(Instant.now().plusSeconds(600)));

        scene.produce(Topics.SCHEDULED, id.value(), request);
        scene.produce(Topics.SCHEDULED, id.value(), request);

        scene.awaitRecords(Topics.EVENTS, id.value(), 2);
        Set<Long> versions = scene.events(id).stream().map(Call::version).collect(Collectors.toSet());
        assertThat(versions).containsExactly(1L);
    }

    @Test
    void other_scheduled_call_under_the_same_id_is_a_dead_letter() {
        CallId id = Scene.newId();
        Instant due = Instant.now().plusSeconds(600);
        scene.produce(Topics.SCHEDULED, id.value(), Scene.request(id, Priority.NORMAL, Optional.of(due)));
        scene.awaitRecord(Topics.EVENTS, id.value());

        scene.produce(Topics.SCHEDULED, id.value(), Scene.request(id, Priority.URGENT, Optional.of(due)));

        assertThat(Scene.header(scene.awaitRecord(Topics.DEAD_LETTER, id.value()), "reason"))
                .startsWith("another request was accepted before");
        assertThat(Json.text(scene.call(id).order().priority())).isEqualTo("\"normal\"");
    }
}
