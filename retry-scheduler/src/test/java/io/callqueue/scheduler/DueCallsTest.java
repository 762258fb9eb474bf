package io.callqueue.scheduler;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.call.Verdict;
import io.callqueue.codec.Json;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

class DueCallsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static Scene scene;
    static Pod pod;

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        pod = scene.pod("--LOOK_UP_INTERVAL=1s");
    }

    @AfterAll
    static void stop() {
        pod.close();
        scene.close();
    }

    @ParameterizedTest
    @EnumSource(Priority.class)
    void scheduled_call_is_produced_to_the_topic_of_its_own_priority_when_it_is_due(Priority priority) {
        CallId id = Scene.newId();
        Instant due = Instant.now().plusMillis(400).truncatedTo(ChronoUnit.MILLIS);
        scene.produce(Topics.SCHEDULED, id.value(), Scene.request(id, priority, Optional.of(due)));

        ConsumerRecord<byte[], byte[]> found = scene.awaitRecord(Topics.of(priority), id.value());

        assertThat(Instant.ofEpochMilli(found.timestamp())).isAfterOrEqualTo(due);
        assertThat(Scene.header(found, "attempt")).isEqualTo("1");
        assertThat(Scene.header(found, "revision")).isEqualTo("2");
        assertThat(Scene.parsed(new String(found.value(), StandardCharsets.UTF_8)))
                .isEqualTo(Scene.parsed(Scene.request(id, priority, Optional.of(due))));
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.QUEUED);
        await().untilAsserted(() -> assertThat(scene.events(id)).extracting(Call::status)
                .containsExactly(CallStatus.SCHEDULED, CallStatus.QUEUED));
    }

    @Test
    void call_scheduled_in_the_past_goes_at_once() {
        CallId id = Scene.newId();
        Instant past = Instant.now().minus(Duration.ofHours(2));
        scene.produce(Topics.SCHEDULED, id.value(), Scene.request(id, Priority.HIGH, Optional.of(past)));

        assertThat(Scene.header(scene.awaitRecord("calls.high", id.value()), "revision")).isEqualTo("2");
    }

    @Test
    void call_in_the_topic_of_scheduled_calls_without_any_time_goes_at_once() {
        CallId id = Scene.newId();
        scene.produce(Topics.SCHEDULED, id.value(), Scene.request(id, Priority.LOW, Optional.empty()));

        assertThat(Scene.header(scene.awaitRecord("calls.low", id.value()), "revision")).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(Priority.class)
    void call_that_is_dialed_again_keeps_its_priority(Priority priority) {
        CallId id = Scene.newId();
        scene.create(id, priority, Optional.empty());
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", Duration.ofMinutes(1)));
        scene.move(id, (call, now) -> Moves.end(call, 1, now, Ending.of(now, Outcome.BUSY, "busy"), Optional.empty(),
                new Verdict.Retry(Duration.ofMillis(200), true)));

        ConsumerRecord<byte[], byte[]> found = scene.awaitRecord(Topics.of(priority), id.value());

        assertThat(Scene.header(found, "attempt")).isEqualTo("2");
        assertThat(Scene.header(found, "revision")).isEqualTo("4");
    }

    @Test
    void call_whose_dial_deadline_passed_is_unknown_and_plivo_is_asked_until_it_answers() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.empty());
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", Duration.ofMillis(100)));

        Reconcile asked = scene.awaitValue(Topics.RECONCILE, id, Reconcile.class);

        assertThat(asked.action()).isEqualTo(Reconcile.Action.LOOK_UP);
        assertThat(asked.attempt()).isEqualTo(1);
        assertThat(asked.version()).isEqualTo(scene.call(id).version());
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.UNKNOWN);
        scene.awaitEvents(id, CallStatus.UNKNOWN);
        scene.awaitRecords(Topics.RECONCILE, id.value(), 2);
    }

    @Test
    void live_call_that_is_to_be_ended_is_hung_up_again_until_it_is_over() {
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.empty());
        scene.move(id, (call, now) -> Moves.claim(call, 1, now, "pod", "lease", Duration.ofMinutes(1)));
        scene.move(id, (call, now) -> Moves.answer(call, 1, now, now, Optional.of("uuid"), Duration.ofMinutes(1)));
        scene.move(id, (call, now) -> Moves.cancel(call, now.minus(Moves.HANG_UP_AGAIN)));

        assertThat(scene.awaitRecords(Topics.RECONCILE, id.value(), 2))
                .extracting(found -> Json.read(found.value(), Reconcile.class))
                .containsOnly(Reconcile.of(scene.call(id), Reconcile.Action.HANG_UP));
    }
}
