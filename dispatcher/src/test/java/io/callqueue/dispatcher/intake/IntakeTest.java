package io.callqueue.dispatcher.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Erased;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Groups;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class IntakeTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private Scene scene;
    /** More patient than a service's. */
    private Admin admin;
    private final String id = "call-" + UUID.randomUUID();

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--MAX_CONCURRENT_CALLS=1");
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void close() {
        admin.close();
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{\"phone_number\":\"+1<+2\",\"campaign_id\":\"c\"}"})
    void a_record_that_nobody_can_dial_becomes_a_dead_letter_and_the_next_goes_on(String poison) {
        scene.produce(NORMAL, 0, id + "-poison", poison);
        CallId next = new CallId(id);
        scene.produceCall(NORMAL, next);
        scene.awaitStatus(next, CallStatus.DIALING);
        await().until(() -> scene.records(Topics.DEAD_LETTER).stream().anyMatch(
                letter -> Scene.text(letter.key()).equals(id + "-poison")
                        && Scene.text(letter.value()).equals(poison)));
        await().until(() -> committed(NORMAL) == 2);
    }

    @Test
    void a_call_that_breaks_the_dispatcher_is_set_aside_uncommitted_and_the_next_goes_on() {
        CallId broken = scene.create(new CallId(id + "-broken")).id();
        scene.connections().redis().hset("call:{" + broken.shard() + "}:" + broken, "status", "nonsense")
                .toCompletableFuture().join();
        scene.produceCall(NORMAL, broken);
        CallId next = new CallId(id);
        scene.produceCall(NORMAL, next);
        scene.awaitStatus(next, CallStatus.DIALING);
        Duration longerThanTwoCommits = Duration.ofSeconds(1);
        await().during(longerThanTwoCommits).until(() -> committed(NORMAL) == 0);
    }

    @Test
    void another_request_under_a_known_id_becomes_a_dead_letter() {
        CallId call = new CallId(id);
        scene.produceCall(NORMAL, call);
        scene.awaitStatus(call, CallStatus.DIALING);
        scene.produceCall(NORMAL, call);
        await().until(() -> scene.records(Topics.DEAD_LETTER).size() == 1);
    }

    /** Its record still waits when all that led to the person is gone: it is no other request, and its number goes nowhere. */
    /** Who registers calls may read it long after, and would make one that is forgotten anew. */
    @Test
    void a_call_that_has_ended_stays_known_from_when_its_record_came_once_more() {
        CallId ended = scene.create(new CallId(id)).id();
        scene.move(ended, Moves::cancel);
        String key = "ended:{" + ended.shard() + "}";
        scene.connections().redis().zadd(key, 1, id).toCompletableFuture().join();
        scene.produce(NORMAL, 0, id, Scene.request(ended, scene.call(ended).order().phoneNumber()));
        await().until(() -> committed(NORMAL) == 1);
        assertThat(scene.connections().redis().zscore(key, id).toCompletableFuture().join())
                .isGreaterThan(Instant.now().minusSeconds(60).toEpochMilli());
    }

    @Test
    void a_record_of_an_erased_call_is_done_with() {
        erased(Instant.now().plusSeconds(60));
        scene.produceCall(NORMAL, new CallId(id));
        await().until(() -> committed(NORMAL) == 1);
        assertThat(scene.records(Topics.DEAD_LETTER)).isEmpty();
    }

    @Test
    void a_new_request_under_the_id_of_an_erased_call_is_a_dead_letter() {
        erased(Instant.now().minusSeconds(60));
        scene.produceCall(NORMAL, new CallId(id));
        await().until(() -> committed(NORMAL) == 1);
        assertThat(scene.records(Topics.DEAD_LETTER)).hasSize(1);
    }

    private void erased(Instant at) {
        Call cancelled = scene.connections().store().update(scene.create(new CallId(id)).id(), Moves::cancel).join()
                .known().orElseThrow();
        scene.connections().store().ended().replace(cancelled, Erased.call(cancelled, at), Optional.empty(), List.of())
                .join();
    }

    @Test
    void a_second_call_to_a_busy_number_waits_and_holds_up_nobody() {
        CallId first = new CallId(id + "-1");
        CallId second = new CallId(id + "-2");
        String number = Scene.newNumber();
        scene.produce(NORMAL, 0, first.value(), Scene.request(first, number));
        scene.awaitStatus(first, CallStatus.DIALING);
        scene.produce(NORMAL, 0, second.value(), Scene.request(second, number));
        assertThat(scene.awaitStatus(second, CallStatus.DEFERRED).error())
                .contains("another call to this number is under way");
    }

    @Test
    void a_full_line_is_paused_while_the_poll_goes_on_and_nothing_is_committed_beyond_an_unfinished_record() {
        CallId first = new CallId(id + "-0");
        for (int i = 0; i < 1_000; i++) {
            scene.produceCall(NORMAL, new CallId(id + "-" + i));
        }
        scene.awaitStatus(first, CallStatus.DIALING);
        Lines lines = scene.part(Lines.class);
        await().until(() -> lines.waiting() >= 100);
        CallId urgent = new CallId(id + "-urgent");
        scene.produceCall(Topics.of(Priority.URGENT), urgent);
        TopicPartition polled = new TopicPartition(Topics.of(Priority.URGENT), 0);
        await().until(() -> lines.full(1, Long.MAX_VALUE, 1).contains(polled));
        assertThat(lines.waiting()).isLessThanOrEqualTo(401);
        await().until(() -> committed(NORMAL) == 1);
        await().until(() -> scene.plivo().witness().placed() == 1);

        endOf(first);
        scene.awaitStatus(urgent, CallStatus.DIALING);
        await().until(() -> scene.plivo().witness().placed() == 2);
        endOf(urgent);
        scene.awaitStatus(new CallId(id + "-1"), CallStatus.DIALING);
        assertThat(scene.plivo().witness().mostLiveCalls()).isLessThanOrEqualTo(1);
    }

    /** The person hangs up, which tests tell instead of a webhook. */
    private void endOf(CallId call) {
        await().until(() -> scene.call(call).attempt().flatMap(a -> a.requestUuid()).isPresent());
        String uuid = scene.call(call).attempt().flatMap(a -> a.requestUuid()).orElseThrow();
        await().until(() -> scene.plivo().calleeHangsUp(uuid));
        scene.move(call, Moves::cancel);
        scene.produce(Topics.CALLBACKS, call, Callback.of(Callback.Kind.HANGUP, call, 1, Instant.now(),
                Map.of("HangupCauseCode", "4000")));
        scene.awaitStatus(call, CallStatus.CANCELLED);
    }

    private long committed(String topic) throws ExecutionException, InterruptedException {
        OffsetAndMetadata found = admin.listConsumerGroupOffsets(Groups.DIALING)
                .partitionsToOffsetAndMetadata().get().get(new TopicPartition(topic, 0));
        return found == null ? 0 : found.offset();
    }
}
