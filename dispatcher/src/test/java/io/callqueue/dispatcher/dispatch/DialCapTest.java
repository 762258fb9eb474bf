package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** One number is dialed no more often than the cap says, over all campaigns. */
class DialCapTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static Scene scene;
    private final String id = "call-" + UUID.randomUUID();
    private final String number = Scene.newNumber();

    @BeforeAll
    static void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--ATTEMPTS_PER_NUMBER=1", "--ATTEMPTS_PER_NUMBER_PERIOD=1h");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_call_to_a_number_that_was_dialed_enough_waits_until_it_may_be_dialed_again() {
        CallId first = produce("one");
        scene.awaitStatus(first, CallStatus.DIALING);
        await().until(() -> scene.plivo().witness().placed(first.value(), 1) == 1);
        scene.produce(Topics.CALLBACKS, first, Callback.of(Callback.Kind.HANGUP, first, 1, Instant.now(), Map.of(
                "CallUUID", "uuid-" + first, "HangupCauseCode", "4000", "HangupCause", "NORMAL", "Duration", "7")));
        scene.awaitStatus(first, CallStatus.COMPLETED);
        awaitGivenBack(first);
        Call next = scene.awaitStatus(produce("two"), CallStatus.DEFERRED);
        assertThat(next.error()).contains("its number was dialed 1 times within 3600 s, as often as it may be");
        assertThat(next.dueAt().orElseThrow()).isBetween(Instant.now().plus(Duration.ofMinutes(55)),
                Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(scene.plivo().witness().placed(next.id().value(), 1)).isZero();
    }

    @Test
    void an_attempt_that_plivo_refused_does_not_count() {
        scene.plivo().misbehave(Misbehavior.refuse(400).next(1).onNumber(number));
        awaitGivenBack(scene.awaitStatus(produce("one"), CallStatus.FAILED).id());
        scene.awaitStatus(produce("two"), CallStatus.DIALING);
    }

    @Test
    void an_attempt_that_surely_did_not_arrive_does_not_count() {
        scene.plivo().misbehave(Misbehavior.refuse(429).next(3).onNumber(number));
        Call held = scene.awaitStatus(produce("one"), CallStatus.DEFERRED);
        assertThat(held.attempt().orElseThrow().ending()).isPresent();
        awaitGivenBack(held.id());
        scene.awaitStatus(produce("two"), CallStatus.DIALING);
    }

    /** Its number may be dialed for another call. */
    private void awaitGivenBack(CallId call) {
        await().until(() -> !scene.isHeld(scene.call(call).attempt().orElseThrow().lease()));
    }

    private CallId produce(String campaign) {
        CallId call = new CallId(id + "-" + campaign);
        scene.produce(Topics.of(Priority.NORMAL), 0, call.value(), Json.text(
                Map.of("phone_number", number, "campaign_id", campaign, "custom_call_id", call.value())));
        return call;
    }
}
