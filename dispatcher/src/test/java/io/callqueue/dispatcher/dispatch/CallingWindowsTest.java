package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
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
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.control.CampaignWindows;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.Due;
import io.callqueue.store.Popped;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Topics;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

import static io.callqueue.dispatcher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Nobody's phone rings outside of a calling window. */
class CallingWindowsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private static final String KEY = new CampaignKey("campaign-1", CampaignSetting.CALLING_WINDOW).text();
    private final LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    private final CallingWindow open = window(now.minusHours(1), now.plusHours(3));
    private final CallingWindow closed = window(now.plusHours(2), now.plusHours(3));
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final CallId next = new CallId(id + "-next");
    private Scene scene;

    @BeforeEach
    void set() throws InterruptedException {
        redis.flush();
        scene = Scene.set(kafka, redis.uri(), "--RETRY_BUSY_BASE=1s", "--RETRY_BUSY_CAP=1s");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_call_outside_its_window_is_deferred_to_the_opening_and_one_inside_is_dialed() {
        produce(id, Optional.of(closed));
        produce(next, Optional.of(open));
        assertDeferred(scene.awaitStatus(id, CallStatus.DEFERRED));
        scene.awaitStatus(next, CallStatus.DIALING);
        await().until(() -> scene.plivo().witness().placed() == 1);
        assertThat(scene.plivo().witness().placed(id.value(), 1)).isZero();
        await().until(() -> scene.events(id).stream().anyMatch(call -> call.status() == CallStatus.DEFERRED));
    }

    @Test
    void a_retry_outside_the_window_is_deferred() {
        produce(id, Optional.of(open));
        scene.awaitStatus(id, CallStatus.DIALING);
        await().until(() -> scene.plivo().witness().placed(id.value(), 1) == 1);
        setForCampaign(closed);
        scene.produce(Topics.CALLBACKS, id, Callback.of(Callback.Kind.HANGUP, id, 1, Instant.now(),
                Map.of("CallUUID", "uuid-" + id, "HangupCauseCode", "3010", "HangupCause", "Busy Line", "Duration",
                        "0")));
        scene.awaitStatus(id, CallStatus.RETRYING);
        republishWhenDue(id);
        Call deferred = scene.awaitStatus(id, CallStatus.DEFERRED);
        assertDeferred(deferred);
        assertThat(deferred.attemptNumber()).isEqualTo(1);
        assertThat(scene.plivo().witness().placed()).isEqualTo(1);
    }

    @Test
    void the_window_of_a_campaign_is_kept_from_when_it_is_in_force_until_it_is_unset() {
        setForCampaign(closed);
        produce(id, Optional.empty());
        assertDeferred(scene.awaitStatus(id, CallStatus.DEFERRED));
        CallId other = new CallId(id + "-other");
        scene.produce(NORMAL, 0, other.value(), Json.text(Map.of("phone_number", Scene.newNumber(), "campaign_id",
                "campaign-2", "custom_call_id", other.value())));
        scene.awaitStatus(other, CallStatus.DIALING);
        scene.control(KEY, null);
        produce(next, Optional.empty());
        scene.awaitStatus(next, CallStatus.DIALING);
        assertThat(scene.call(id).status()).isEqualTo(CallStatus.DEFERRED);
    }

    @Test
    void every_dispatcher_keeps_it() {
        scene.anotherPod();
        setForCampaign(closed);
        await().until(() -> scene.parts(CampaignWindows.class).stream()
                .allMatch(pod -> pod.of("campaign-1").isPresent()));
        List<CallId> calls = List.of(id, next, new CallId(id + "-3"), new CallId(id + "-4"));
        for (int i = 0; i < calls.size(); i++) {
            scene.produce(NORMAL, i % 2, calls.get(i).value(), request(calls.get(i), Optional.empty()));
        }
        calls.forEach(call -> assertDeferred(scene.awaitStatus(call, CallStatus.DEFERRED)));
        assertThat(scene.plivo().witness().placed()).isZero();
    }

    @Test
    void a_window_set_before_the_start_is_kept_from_the_first_call_on() throws InterruptedException {
        setForCampaign(closed);
        scene.close();
        scene = Scene.set(kafka.bootstrapServers(), redis.uri());
        produce(id, Optional.empty());
        assertDeferred(scene.awaitStatus(id, CallStatus.DEFERRED));
    }

    private void assertDeferred(Call call) {
        Instant opens = now.plusHours(2).truncatedTo(ChronoUnit.MINUTES).toInstant(ZoneOffset.UTC);
        assertThat(call.error()).contains("outside its calling window, which opens at " + opens + " (UTC)");
        assertThat(call.dueAt().orElseThrow()).isBetween(opens, opens.plus(Duration.ofMinutes(5)));
    }

    /** As the retry-scheduler does. */
    private void republishWhenDue(CallId call) {
        await().until(() -> {
            List<Due.Fired> fired = scene.connections().store().fireDue(call.shard(), 10, Duration.ofMinutes(1),
                    Duration.ofMinutes(1), Duration.ofSeconds(1)).join().fired();
            for (Due.Fired each : fired) {
                if (each instanceof Due.Record(Call due, String request, var late)) {
                    scene.connections().topics().publishDue(due, request.getBytes(UTF_8)).join();
                    scene.connections().store().confirm(due.id().shard(), List.of(Popped.of(due))).join();
                }
            }
            return !fired.isEmpty();
        });
    }

    private void setForCampaign(CallingWindow window) {
        scene.control(KEY, Json.bytes(CampaignSettings.NONE.withCallingWindow(Optional.of(window))));
    }

    private void produce(CallId call, Optional<CallingWindow> window) {
        scene.produce(NORMAL, 0, call.value(), request(call, window));
    }

    private static String request(CallId call, Optional<CallingWindow> window) {
        Map<String, Object> request = new HashMap<>(Map.of("phone_number", Scene.newNumber(), "campaign_id",
                "campaign-1", "custom_call_id", call.value()));
        window.ifPresent(set -> request.put("calling_window", set));
        return Json.text(request);
    }

    private static CallingWindow window(LocalDateTime from, LocalDateTime to) {
        return new CallingWindow(List.of(Weekday.values()), timeOf(from), timeOf(to), "UTC", List.of());
    }

    private static TimeOfDay timeOf(LocalDateTime time) {
        return new TimeOfDay(time.getHour() * 60 + time.getMinute());
    }
}
