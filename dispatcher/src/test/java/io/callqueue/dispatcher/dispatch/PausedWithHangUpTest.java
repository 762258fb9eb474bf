package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of calls that are hung up since their campaign was paused. The test does the retry-scheduler's part. */
class PausedWithHangUpTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--HOLD_DELAY=1h", "--RETRY_NETWORK_BASE=2h", "--RETRY_NETWORK_CAP=2h");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_ringing_call_that_was_hung_up_waits_for_a_further_attempt_and_has_used_up_no_retry() {
        ringing();
        scene.move(id, Moves::hangUp);
        hangup("1000", "ORIGINATOR_CANCEL");
        Call waits = scene.awaitStatus(id, CallStatus.RETRYING);
        assertThat(waits.retries()).isZero();
        assertThat(waits.isToBeHungUp()).isFalse();
        assertThat(waits.outcome()).contains(Outcome.STOPPED);
        assertThat(waits.error().orElseThrow()).contains("its campaign was paused");
        assertThat(waits.dueAt().orElseThrow()).isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(61)));
    }

    @Test
    void a_call_that_was_answered_is_completed_and_not_dialed_again() {
        ringing();
        webhook(Kind.ANSWER, Map.of());
        scene.awaitStatus(id, CallStatus.IN_PROGRESS);
        scene.move(id, Moves::hangUp);
        hangup("4000", "NORMAL_CLEARING");
        assertThat(scene.awaitStatus(id, CallStatus.COMPLETED).outcome()).contains(Outcome.ANSWERED);
    }

    @Test
    void a_busy_line_stays_one_and_uses_up_a_retry() {
        ringing();
        scene.move(id, Moves::hangUp);
        hangup("3010", "USER_BUSY");
        Call waits = scene.awaitStatus(id, CallStatus.RETRYING);
        assertThat(waits.retries()).isEqualTo(1);
        assertThat(waits.outcome()).contains(Outcome.BUSY);
    }

    @Test
    void without_a_hang_up_of_ours_a_cancelled_call_ends_as_ever() {
        ringing();
        hangup("1000", "ORIGINATOR_CANCEL");
        assertThat(scene.awaitStatus(id, CallStatus.FAILED).outcome()).contains(Outcome.UNKNOWN);
    }

    @Test
    void of_a_campaign_that_was_cancelled_meanwhile_it_is_the_last_attempt() {
        ringing();
        scene.move(id, Moves::hangUp);
        scene.control(new CampaignKey("campaign-1", CampaignSetting.CANCELLED).text(),
                Json.bytes(CampaignSettings.of(Optional.of(new Cancellation(Instant.now(), false, false)))));
        hangup("1000", "ORIGINATOR_CANCEL");
        scene.awaitStatus(id, CallStatus.CANCELLED);
    }

    @Test
    void plivo_is_asked_to_hang_up_a_live_call() {
        Call dialing = accepted();
        await().until(() -> scene.plivo().witness().liveCalls() == 1);
        Call marked = scene.move(id, Moves::hangUp);
        scene.produce(Topics.RECONCILE, dialing.id(), Reconcile.of(marked, Reconcile.Action.HANG_UP));
        await().until(() -> scene.plivo().witness().liveCalls() == 0);
        assertThat(scene.call(id).cancelRequested()).isFalse();
    }

    @Test
    void an_attempt_that_is_first_heard_of_after_the_pause_is_hung_up_then() {
        accepted();
        scene.move(id, Moves::hangUp);
        webhook(Kind.RING, Map.of());
        scene.awaitStatus(id, CallStatus.RINGING);
        await().untilAsserted(() -> assertThat(scene.records(Topics.RECONCILE).stream()
                .map(found -> Json.read(found.value(), Reconcile.class)).filter(asked -> asked.callId().equals(id))
                .map(Reconcile::action)).contains(Reconcile.Action.HANG_UP));
    }

    private Call accepted() {
        scene.produceCall(Topics.of(Priority.NORMAL), id);
        return scene.awaitDialed(id);
    }

    private void ringing() {
        accepted();
        webhook(Kind.RING, Map.of());
        scene.awaitStatus(id, CallStatus.RINGING);
    }

    private void hangup(String code, String cause) {
        webhook(Kind.HANGUP, Map.of("HangupCauseCode", code, "HangupCause", cause, "Duration", "0"));
    }

    private void webhook(Kind kind, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(fields);
        all.put("CallUUID", "uuid-" + id);
        scene.produce(Topics.CALLBACKS, id, Callback.of(kind, id, 1, Instant.now(), all));
    }
}
