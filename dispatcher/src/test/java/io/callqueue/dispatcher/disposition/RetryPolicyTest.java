package io.callqueue.dispatcher.disposition;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.dispatcher.Scene;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** What follows from the ends of attempts, by the policies of a call and of its campaign. The settings' delays are a day at most. */
class RetryPolicyTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final HangupCode BUSY = HangupCode.of(3010);
    private static final HangupCode MACHINE = HangupCode.of(9100);
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static Scene scene;
    private final CallId id = new CallId("call-" + UUID.randomUUID());
    private final String campaign = "campaign-" + UUID.randomUUID();

    @BeforeAll
    static void set() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri(), "--RETRY_BUSY_BASE=1d", "--RETRY_BUSY_CAP=1d");
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_campaigns_policy_holds_for_a_call_without_one() {
        campaign("{\"busy\":{\"base_seconds\":1,\"cap_seconds\":2}}");
        create("{}");
        assertThat(delay(end(1, BUSY))).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_calls_own_rule_goes_before_its_campaigns_field_by_field() {
        campaign("{\"busy\":{\"max\":0,\"base_seconds\":1,\"cap_seconds\":2}}");
        create("{\"busy\":{\"max\":1}}");
        Call retrying = end(1, BUSY);
        assertThat(retrying.status()).isEqualTo(CallStatus.RETRYING);
        assertThat(delay(retrying)).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(end(2, BUSY).status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void a_campaigns_maximum_holds_where_the_call_has_none() {
        campaign("{\"busy\":{\"max\":0}}");
        create("{\"no_answer\":{\"max\":5}}");
        assertThat(end(1, BUSY).status()).isEqualTo(CallStatus.FAILED);
    }

    @Test
    void what_a_campaign_unset_does_not_hold_any_more() {
        campaign("{\"busy\":{\"max\":0}}");
        scene.control(key(), null);
        create("{}");
        assertThat(end(1, BUSY).status()).isEqualTo(CallStatus.RETRYING);
    }

    @Test
    void machines_are_called_again_once_the_campaign_asks_for_it() {
        create("{}");
        assertThat(end(1, MACHINE).status()).isEqualTo(CallStatus.FAILED);
        campaign("{\"machine\":{}}");
        CallId other = new CallId(id + "-b");
        create(other, "{}");
        assertThat(end(other, 1, MACHINE).status()).isEqualTo(CallStatus.RETRYING);
    }

    @Test
    void max_retries_ends_the_call_as_failed_with_its_last_cause_and_account_limits_use_none_up() {
        create("{\"busy\":{\"max\":20},\"no_answer\":{\"max\":20}}");
        for (int attempt = 1; attempt <= 4; attempt++) {
            assertThat(end(attempt, HangupCode.of(5030)).retries()).isZero();
        }
        assertThat(end(5, BUSY).retries()).isEqualTo(1);
        assertThat(end(6, HangupCode.of(3000)).retries()).isEqualTo(2);
        assertThat(end(7, BUSY).retries()).isEqualTo(3);
        Call failed = end(8, HangupCode.of(5010));
        assertThat(failed.status()).isEqualTo(CallStatus.FAILED);
        Ending last = failed.attempt().flatMap(Attempt::ending).orElseThrow();
        assertThat(last.outcome()).isEqualTo(Outcome.NETWORK_ERROR);
        assertThat(last.hangupCause()).contains("CAUSE-5010");
        assertThat(last.hangupCauseCode()).contains(5010);
    }

    private String key() {
        return new CampaignKey(campaign, CampaignSetting.RETRY_POLICY).text();
    }

    private void campaign(String policy) {
        scene.control(key(),
                ("{\"schema_version\":1,\"retry_policy\":" + policy + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void create(String policy) {
        create(id, policy);
    }

    private void create(CallId call, String policy) {
        CallRequest request = Scene.parsed(Json.text(Map.of("phone_number", Scene.newNumber(), "campaign_id", campaign,
                "custom_call_id", call.value(), "retry_policy", Json.MAPPER.readTree(policy))));
        scene.connections().store().create(Call.created(call, request.order(Instant.now()), Optional.empty()), request)
                .join();
    }

    private Call end(int attempt, HangupCode code) {
        return end(id, attempt, code);
    }

    /** The attempt is made, and ends like this. */
    private static Call end(CallId call, int attempt, HangupCode code) {
        if (scene.call(call).status() == CallStatus.RETRYING) {
            scene.connections().redis().zadd("timers:{" + call.shard() + "}", 1, call.value()).toCompletableFuture()
                    .join();
            scene.connections().store().fireDue(call.shard(), 100, LONG, LONG, LONG).join();
        }
        scene.move(call, (c, now) -> Moves.claim(c, c.revision(), now, "pod", call + "/" + attempt, LONG));
        Ending ending = code.ending(Instant.now(), false, Optional.of("CAUSE-" + code.code()), Optional.empty(),
                Optional.empty());
        scene.part(AttemptEnd.class).end(call, attempt, ending, code.fate(), Optional.empty());
        assertThat(scene.call(call).attemptNumber()).isEqualTo(attempt);
        return scene.call(call);
    }

    private static Duration delay(Call call) {
        return Duration.between(call.updatedAt(), call.dueAt().orElseThrow());
    }
}
