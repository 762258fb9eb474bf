package io.callqueue.dispatcher.dispatch;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Stop;
import io.callqueue.dispatcher.Scene;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.Due;
import io.callqueue.topic.Callback;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What a campaign may not dial is out of the way of other campaigns. */
class CampaignLimitsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String NORMAL = Topics.of(Priority.NORMAL);
    private static final Optional<Integer> NO_CAP = Optional.empty();
    private static final Optional<BigDecimal> NO_RATE = Optional.empty();
    private final String id = "call-" + UUID.randomUUID();
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
    void calls_above_the_cap_of_their_campaign_are_parked_and_those_behind_them_are_dialed() {
        set("small", CampaignSetting.MAX_CONCURRENT, CampaignSettings.of(Optional.of(2), NO_RATE, false));
        List<CallId> small = produce("small", 6);
        List<CallId> other = produce("other", 3);
        other.forEach(call -> scene.awaitStatus(call, CallStatus.DIALING));
        await().until(() -> count(small, CallStatus.DEFERRED) == 4 && count(small, CallStatus.DIALING) == 2);
        assertThat(small.stream().map(scene::call).filter(call -> call.status() == CallStatus.DEFERRED).toList())
                .allSatisfy(
                        call -> assertThat(call.error()).contains("its campaign has as many calls as it may at once"));
        assertThat(parked("small")).isEqualTo(4);
        await().until(() -> scene.plivo().witness().placed() == 5);
    }

    @Test
    void a_slot_of_a_campaign_that_is_given_back_goes_to_a_call_that_came_back_to_stand_by() {
        set("small", CampaignSetting.MAX_CONCURRENT, CampaignSettings.of(Optional.of(2), NO_RATE, false));
        List<CallId> small = produce("small", 4);
        await().until(() -> parked("small") == 2);
        comeBack("small");
        for (int ended = 0; ended < 2; ended++) {
            CallId first = small.get(ended);
            scene.awaitStatus(first, CallStatus.DIALING);
            scene.produce(Topics.CALLBACKS, first, Callback.of(Callback.Kind.HANGUP, first, 1, Instant.now(),
                    Map.of("CallUUID", "uuid-" + first, "HangupCauseCode", "4000")));
        }
        scene.awaitStatus(small.get(2), CallStatus.DIALING);
        scene.awaitStatus(small.get(3), CallStatus.DIALING);
        assertThat(parked("small")).isZero();
    }

    @Test
    void nothing_of_a_paused_campaign_is_dialed() {
        set("held", CampaignSetting.PAUSED, CampaignSettings.of(NO_CAP, NO_RATE, true));
        List<CallId> held = produce("held", 3);
        held.forEach(call -> scene.awaitStatus(call, CallStatus.DEFERRED));
        produce("other", 1).forEach(call -> scene.awaitStatus(call, CallStatus.DIALING));
        assertThat(parked("held")).isEqualTo(3);
        await().until(() -> scene.plivo().witness().placed() == 1);
    }

    @Test
    void a_campaigns_rate_is_used_from_what_stands_aside_and_the_rest_is_parked() {
        set("slow", CampaignSetting.RATE_PER_SECOND,
                CampaignSettings.of(NO_CAP, Optional.of(new BigDecimal(2)), false));
        Stop stop = Stop.of(Stop.Scope.ACCOUNT, Stop.ACCOUNT, "until all are there", Instant.now());
        scene.control(stop.key(), Json.bytes(stop));
        List<CallId> slow = produce("slow", 30);
        List<CallId> other = produce("other", 3);
        Lines lines = scene.part(Lines.class);
        await().until(() -> lines.of(Set.of("slow", "other"), 50).size() == 33);
        scene.resume(Stop.Scope.ACCOUNT, Stop.ACCOUNT);
        await().until(() -> dialed(other) == 3);
        assertThat(scene.plivo().witness().dials().stream().limit(6).filter(dial -> dial.callId().contains("other")))
                .as("dialed before the slow campaign's backlog").hasSize(3);
        await().until(() -> dialed(slow) >= 6);
        List<Long> moments = scene.plivo().witness().dials().stream().filter(dial -> dial.callId().contains("slow"))
                .map(dial -> dial.at()).toList();
        IntStream.range(2, moments.size()).forEach(n -> assertThat(moments.get(n) - moments.get(n - 2))
                .as("nanoseconds from one dial to the second after it").isGreaterThanOrEqualTo(1_000_000_000L));
        assertThat(parked("slow")).isGreaterThan(10);
    }

    /** As the retry-scheduler brings them back. */
    private void comeBack(String campaign) {
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            for (Due.Fired back : scene.connections().store().unpark(shard, campaign, 10, false).join()) {
                Due.Record due = (Due.Record) back;
                scene.connections().topics().publishDue(due.call(), due.request().getBytes(StandardCharsets.UTF_8))
                        .join();
            }
        }
    }

    private long count(List<CallId> calls, CallStatus status) {
        return calls.stream().flatMap(call -> scene.connections().store().read(call).join().call().stream())
                .filter(call -> call.status() == status).count();
    }

    private long dialed(List<CallId> calls) {
        return scene.plivo().witness().dials().stream().filter(dial -> calls.contains(new CallId(dial.callId())))
                .count();
    }

    private long parked(String campaign) {
        return IntStream.range(0, CallId.SHARDS).mapToLong(shard -> scene.connections().redis()
                .zcard("parked:{" + shard + "}:" + campaign).toCompletableFuture().join()).sum();
    }

    private void set(String campaign, CampaignSetting setting, CampaignSettings settings) {
        scene.control(new CampaignKey(campaign, setting).text(), Json.bytes(settings));
    }

    /** All in one partition, in their order. */
    private List<CallId> produce(String campaign, int calls) {
        return IntStream.range(0, calls).mapToObj(n -> {
            CallId call = new CallId(id + "-" + campaign + "-" + n);
            scene.produce(NORMAL, 0, call.value(), Json.text(Map.of("phone_number", Scene.newNumber(), "campaign_id",
                    campaign, "custom_call_id", call.value())));
            return call;
        }).toList();
    }
}
