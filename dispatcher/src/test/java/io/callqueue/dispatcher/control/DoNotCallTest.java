package io.callqueue.dispatcher.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.DoNotCall;
import io.callqueue.control.DoNotCallList;
import io.callqueue.control.Stop;
import io.callqueue.control.Stop.Scope;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.kafka.RecordSender;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class DoNotCallTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    /** So many that a dispatcher that does not wait for the list has started before it has read this far. */
    private static final int BEFORE_IT = 5000;
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final CallId next = new CallId(id + "-next");
    private final String number = Scene.newNumber();
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_call_whose_number_is_listed_after_it_was_queued_is_never_dialed() {
        Stop stop = Stop.of(Scope.ACCOUNT, Stop.ACCOUNT, "a test", Instant.now());
        scene.control(stop.key(), Json.bytes(stop));
        produce(id);
        produce(next, Scene.newNumber());
        scene.awaitStatus(id, CallStatus.QUEUED);
        list();
        scene.resume(Scope.ACCOUNT, Stop.ACCOUNT);
        Call ended = scene.awaitStatus(id, CallStatus.CANCELLED);
        assertThat(ended.outcome()).contains(Outcome.REJECTED);
        assertThat(ended.error()).contains("do_not_call");
        assertThat(ended.attempt()).isEmpty();
        scene.awaitStatus(next, CallStatus.DIALING);
        await().until(() -> scene.plivo().witness().placed() == 1);
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isZero();
        await().untilAsserted(
                () -> assertThat(scene.events(id)).last().extracting(Call::status).isEqualTo(CallStatus.CANCELLED));
    }

    @Test
    void a_number_that_is_taken_off_the_list_is_dialed_again() {
        list();
        produce(id);
        scene.awaitStatus(id, CallStatus.CANCELLED);
        scene.control(DoNotCall.key(number), null);
        produce(next);
        scene.awaitStatus(next, CallStatus.DIALING);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.CANCELLED);
    }

    @Test
    void a_dispatcher_dials_nothing_before_a_redis_that_was_emptied_has_the_list_again() throws InterruptedException {
        scene.close();
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), 2, (short) 1, Duration.ofSeconds(10));
        try (RecordSender sender = new RecordSender(new Clients(settings).producer())) {
            IntStream.range(0, BEFORE_IT).mapToObj(n -> "+1212%07d".formatted(n))
                    .map(before -> sender.send(Topics.CONTROL, DoNotCall.key(before), entry(before))).toList()
                    .forEach(sent -> sent.join());
            sender.send(Topics.CONTROL, DoNotCall.key(number), entry(number)).join();
            sender.send(NORMAL, id.value(), Scene.parsed(Scene.request(id, number))).join();
        }
        redis.flush();
        scene = Scene.set(kafka.bootstrapServers(), redis.uri());
        assertThat(new DoNotCallList(scene.connections().redis()).find(number).join()).contains(entry(number));
        assertThat(scene.awaitStatus(id, CallStatus.CANCELLED).error()).contains("do_not_call");
        assertThat(scene.plivo().witness().placed()).isZero();
    }

    private void list() {
        scene.control(DoNotCall.key(number), Json.bytes(entry(number)));
    }

    private static DoNotCall entry(String number) {
        return DoNotCall.of(number, Optional.of("asked us not to"), Instant.parse("2026-01-15T14:30:00Z"));
    }

    private void produce(CallId call) {
        produce(call, number);
    }

    private void produce(CallId call, String to) {
        scene.produce(NORMAL, 0, call.value(), Scene.request(call, to));
    }
}
