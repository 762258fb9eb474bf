package io.callqueue.dispatcher.control;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.Limits;
import io.callqueue.control.Stop;
import io.callqueue.control.Stop.Scope;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class ControlTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private static final String NUMBER = "+14155550100";
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final CallId next = new CallId(id + "-next");
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--HOLD_DELAY=1h");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void wrong_credentials_stop_the_account_until_a_person_lets_it_go_on() {
        scene.plivo().misbehave(Misbehavior.refuse(401).next(1));
        scene.produceCall(NORMAL, id);
        assertThat(scene.awaitStatus(id, CallStatus.DEFERRED).error()).hasValueSatisfying(
                error -> assertThat(error).contains("401"));
        await().until(() -> !scene.stops().isEmpty());
        assertThat(scene.stops()).hasSize(1).allSatisfy(stop -> {
            assertThat(stop.scope()).isEqualTo(Scope.ACCOUNT);
            assertThat(stop.id()).isEqualTo("account");
            assertThat(stop.reason()).startsWith("Plivo: HTTP 401");
            assertThat(stop.since()).isBeforeOrEqualTo(Instant.now());
        });
        scene.produceCall(NORMAL, next);
        await().during(Duration.ofMillis(500)).until(() -> scene.plivo().witness().placed() == 0);
        assertThat(scene.connections().store().read(next).join().call().map(Call::status))
                .isNotEqualTo(Optional.of(CallStatus.DEFERRED));
        scene.resume(Scope.ACCOUNT, Stop.ACCOUNT);
        scene.awaitStatus(next, CallStatus.DIALING);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void a_caller_number_that_is_refused_is_stopped() {
        dialedThenHungUp(id, "3130");
        await().until(() -> !scene.stops().isEmpty());
        assertThat(scene.stops()).extracting(Stop::scope, Stop::id).containsExactly(
                org.assertj.core.groups.Tuple.tuple(Scope.CALLER_NUMBER, NUMBER));
        scene.awaitStatus(id, CallStatus.DEFERRED);
        scene.produceCall(NORMAL, next);
        await().during(Duration.ofMillis(500)).until(() -> scene.plivo().witness().placed() == 1);
        scene.resume(Scope.CALLER_NUMBER, NUMBER);
        scene.awaitStatus(next, CallStatus.DIALING);
    }

    @Test
    void calls_go_on_from_another_number_when_one_is_stopped() throws InterruptedException {
        scene.close();
        scene = Scene.set(kafka, redis.uri(), "--PLIVO_NUMBER=+14155550100,+14155550101", "--HOLD_DELAY=1h");
        dialedThenHungUp(id, "3130");
        await().until(() -> !scene.stops().isEmpty());
        String refused = scene.plivo().witness().dials().getFirst().from();
        assertThat(scene.stops()).extracting(Stop::id).containsExactly(refused);
        for (int i = 0; i < 8; i++) {
            CallId more = new CallId(id + "-" + i);
            scene.produceCall(NORMAL, more);
            scene.awaitStatus(more, CallStatus.DIALING);
        }
        await().until(() -> scene.plivo().witness().dials().size() == 9);
        assertThat(scene.plivo().witness().dials().stream().skip(1)).noneMatch(dial -> dial.from().equals(refused));
    }

    @Test
    void a_campaign_whose_answer_url_fails_is_stopped_and_others_go_on() {
        dialedThenHungUp(id, "7011");
        await().until(() -> !scene.stops().isEmpty());
        assertThat(scene.stops()).extracting(Stop::name).containsExactly("campaign:campaign-1");
        scene.awaitStatus(id, CallStatus.FAILED);
        scene.produceCall(NORMAL, next);
        assertThat(scene.awaitStatus(next, CallStatus.DEFERRED).error()).hasValueSatisfying(
                error -> assertThat(error).contains("campaign is stopped"));
        CallId other = new CallId(id + "-other");
        scene.produce(NORMAL, 0, other.value(), Json.text(Map.of("phone_number", Scene.newNumber(), "campaign_id",
                "campaign-2", "custom_call_id", other.value())));
        scene.awaitStatus(other, CallStatus.DIALING);
    }

    @Test
    void news_read_again_stop_nothing_that_a_person_let_go_on() {
        dialedThenHungUp(id, "3130");
        await().until(() -> !scene.stops().isEmpty());
        scene.resume(Scope.CALLER_NUMBER, NUMBER);
        hangUp(id, "3130");
        hangUp(id, "3130");
        scene.produceCall(NORMAL, next);
        scene.awaitStatus(next, CallStatus.DIALING);
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void limits_are_in_force_once_they_are_in_the_topic_and_the_latest_counts() {
        Limits wide = Limits.of(Optional.of(7), Optional.of(new BigDecimal("3.5")),
                Optional.of(new BigDecimal("0.2")));
        scene.control(Limits.KEY, Json.bytes(wide));
        assertThat(scene.limits()).isEqualTo(wide);
        Limits narrow = Limits.of(Optional.of(1), Optional.empty(), Optional.empty());
        scene.control(Limits.KEY, Json.bytes(narrow));
        assertThat(scene.limits()).isEqualTo(narrow);
        List<CallId> calls = List.of(id, next);
        calls.forEach(call -> scene.produceCall(NORMAL, call));
        await().during(Duration.ofMillis(500)).until(() -> scene.plivo().witness().placed() == 1);
        scene.control(Limits.KEY, Json.bytes(Limits.of(Optional.of(2), Optional.empty(), Optional.empty())));
        await().until(() -> scene.plivo().witness().placed() == 2);
    }

    @Test
    void records_that_are_none_of_ours_are_passed_over() {
        scene.connections().sender().send(Topics.CONTROL, "nobody:knows", Map.of("a", 1)).join();
        scene.connections().sender().send(Topics.CONTROL, Limits.KEY, List.of("not", "limits")).join();
        scene.connections().sender().send(Topics.CONTROL, Stop.key(Scope.ACCOUNT, "x"), "not a stop").join();
        scene.connections().sender().send(Topics.CONTROL, Stop.key(Scope.ACCOUNT, "y"), Map.of()).join();
        scene.connections().sender().send(Topics.CONTROL, Limits.KEY, Map.of("rate_limit_per_second", 0)).join();
        scene.produce(Topics.CONTROL, 0, "dnc:+14155550100",
                "{\"schema_version\":1,\"number\":\"+14155550100\",\"since\":\"+999999999-12-31T23:59:59Z\"}");
        scene.produce(Topics.CONTROL, 0, Limits.KEY, "{\"reserved_share\":1E-999999999}");
        scene.control(Limits.KEY, Json.bytes(Limits.of(Optional.of(5), Optional.empty(), Optional.empty())));
        assertThat(scene.limits().maxConcurrentCalls()).contains(5);
        assertThat(scene.stops()).isEmpty();
    }

    private void dialedThenHungUp(CallId call, String code) {
        scene.produceCall(NORMAL, call);
        scene.awaitDialed(call);
        hangUp(call, code);
    }

    private void hangUp(CallId call, String code) {
        scene.produce(Topics.CALLBACKS, call, Callback.of(Callback.Kind.HANGUP, call, 1, Instant.now(),
                Map.of("CallUUID", "uuid-" + call, "HangupCauseCode", code, "HangupCause", "CAUSE", "Duration", "0")));
    }
}
