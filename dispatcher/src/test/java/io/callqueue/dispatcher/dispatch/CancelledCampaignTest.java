package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Callback.Kind;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Of a cancelled campaign nothing is dialed. */
class CancelledCampaignTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private final String id = "call-" + UUID.randomUUID();
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--MAX_CONCURRENT_CALLS=1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_waits_in_a_buffer_or_in_the_topic_ends_and_the_live_call_goes_on() {
        List<CallId> calls = produce("mine", 0, 300);
        scene.awaitDialed(calls.getFirst());
        cancel(now(), false);
        calls.stream().skip(1).forEach(call -> scene.awaitStatus(call, CallStatus.CANCELLED));
        List<CallId> late = produce("mine", 300, 3);
        late.forEach(call -> scene.awaitStatus(call, CallStatus.CANCELLED));
        await().untilAsserted(() -> assertThat(scene.events(late.getLast()).getLast().error())
                .contains("its campaign was cancelled"));
        assertThat(scene.call(calls.getFirst()).status()).isEqualTo(CallStatus.DIALING);
        assertThat(scene.call(calls.getFirst()).cancelRequested()).isFalse();
        assertThat(scene.plivo().witness().placed()).isEqualTo(1);
    }

    @Test
    void what_stands_behind_others_that_wait_ends_without_waiting_for_them() {
        List<CallId> others = produce("other", 0, 1);
        scene.awaitStatus(others.getFirst(), CallStatus.DIALING);
        CallId waiting = produce("other", 1, 1).getFirst();
        scene.awaitStatus(waiting, CallStatus.QUEUED);
        List<CallId> calls = produce("mine", 0, 60);
        cancel(now(), false);
        calls.forEach(call -> scene.awaitStatus(call, CallStatus.CANCELLED));
        assertThat(scene.call(waiting).status()).isEqualTo(CallStatus.QUEUED);
    }

    @Test
    void a_record_that_can_not_be_read_waits_and_keeps_no_other_from_its_end() {
        scene.awaitStatus(produce("other", 0, 1).getFirst(), CallStatus.DIALING);
        scene.awaitStatus(produce("other", 1, 1).getFirst(), CallStatus.QUEUED);
        List<CallId> calls = produce("mine", 0, 3);
        CallId broken = calls.getLast();
        Lines lines = scene.part(Lines.class);
        await().until(() -> lines.of(Set.of("mine"), 9).size() == 3);
        String key = "call:{" + broken.shard() + "}:" + broken;
        var redis = scene.connections().redis();
        redis.hset(key, Map.of("version", "1", "status", "nonsense")).toCompletableFuture().join();
        List<Candidate> found = lines.of(Set.of("mine"), 9);
        assertThatThrownBy(() -> scene.part(Dispatch.class).finish(found));
        cancel(now(), false);
        calls.subList(0, 2).forEach(call -> scene.awaitStatus(call, CallStatus.CANCELLED));
        await().during(Duration.ofMillis(500)).until(() -> lines.of(Set.of("mine"), 9).size() == 1);
        redis.del(key).toCompletableFuture().join();
        scene.awaitStatus(broken, CallStatus.CANCELLED);
    }

    @Test
    void a_record_whose_end_fails_with_an_error_goes_back_into_its_line() {
        scene.awaitStatus(produce("other", 0, 1).getFirst(), CallStatus.DIALING);
        scene.awaitStatus(produce("other", 1, 1).getFirst(), CallStatus.QUEUED);
        produce("mine", 0, 1);
        Lines lines = scene.part(Lines.class);
        await().until(() -> lines.of(Set.of("mine"), 9).size() == 1);
        Candidate candidate = lines.of(Set.of("mine"), 9).getFirst();
        assertThat(lines.take(candidate)).isTrue();
        assertThat(scene.part(Clearance.class).finish(List.of(new Work(candidate, () -> {
            throw new LinkageError("a test");
        })))).isFalse();
        assertThat(lines.of(Set.of("mine"), 9)).containsExactly(candidate);
    }

    @Test
    void a_conversation_ends_as_it_ends() {
        CallId call = produce("mine", 0, 1).getFirst();
        scene.awaitDialed(call);
        cancel(now(), false);
        scene.produce(Topics.CALLBACKS, call, Callback.of(Kind.HANGUP, call, 1, now(),
                Map.of("CallUUID", "uuid", "HangupCauseCode", "4000", "HangupCause", "NORMAL", "Duration", "7")));
        scene.awaitStatus(call, CallStatus.COMPLETED);
    }

    @Test
    void an_attempt_that_would_be_followed_by_another_is_the_last() {
        CallId call = produce("mine", 0, 1).getFirst();
        scene.awaitDialed(call);
        cancel(now(), false);
        scene.produce(Topics.CALLBACKS, call, Callback.of(Kind.HANGUP, call, 1, now(),
                Map.of("CallUUID", "uuid", "HangupCauseCode", "3000", "HangupCause", "NO_ANSWER", "Duration", "0")));
        Call ended = scene.awaitStatus(call, CallStatus.CANCELLED);
        assertThat(ended.attempt().orElseThrow().ending()).isPresent();
    }

    @Test
    void after_a_resume_only_later_calls_are_dialed() {
        Instant before = now().plus(Duration.ofMinutes(1));
        cancel(before, true);
        List<CallId> old = produce("mine", 0, 3);
        old.forEach(call -> scene.awaitStatus(call, CallStatus.CANCELLED));
        cancel(now().minus(Duration.ofMinutes(1)), true);
        scene.awaitStatus(produce("mine", 3, 1).getFirst(), CallStatus.DIALING);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void cancel(Instant before, boolean resumed) {
        scene.control(new CampaignKey("mine", CampaignSetting.CANCELLED).text(),
                Json.bytes(CampaignSettings.of(Optional.of(new Cancellation(before, false, resumed)))));
    }

    private List<CallId> produce(String campaign, int from, int calls) {
        return IntStream.range(from, from + calls).mapToObj(n -> {
            CallId call = new CallId(id + "-" + campaign + "-" + n);
            scene.produce(NORMAL, 0, call.value(), Json.text(Map.of("phone_number", Scene.newNumber(), "campaign_id",
                    campaign, "custom_call_id", call.value())));
            return call;
        }).toList();
    }
}
