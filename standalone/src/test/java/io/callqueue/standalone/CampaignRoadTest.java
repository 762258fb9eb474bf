package io.callqueue.standalone;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.outcome.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is done to a whole campaign, on the whole road of its calls. */
@Isolated("it has Kafka and Redis to itself")
class CampaignRoadTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Behavior BEHAVIOR = Behavior.instantAnswers();
    private static Road road;

    @BeforeAll
    static void start() {
        road = Road.start(kafka, redis, BEHAVIOR, Map.of("callqueue.retry.hold", "1s"));
    }

    @AfterAll
    static void stop() {
        try (Road ends = road) {
            ends.assertNothingIsLeft();
        }
    }

    @Test
    void a_pause_with_hang_up_completes_who_talks_and_calls_again_whose_phone_rang_after_the_resume() {
        Spread forLong = Spread.of(Duration.ofMinutes(5));
        road.plivo().behavior(BEHAVIOR.withPace(Pace.INSTANT.withTalk(forLong)));
        Asked talks = Asked.call("talks").with("campaign_id", "held");
        road.api.accepted(talks);
        road.api.await("talks", "in_progress");
        road.plivo().behavior(BEHAVIOR.withPace(Pace.INSTANT.withRing(forLong)));
        Asked rings = Asked.call("rings").with("campaign_id", "held");
        Asked others = Asked.call("others");
        road.api.accepted(rings);
        road.api.accepted(others);
        road.api.await("rings", "ringing");
        road.api.await("others", "ringing");

        assertThat(road.api.campaign("held", "pause?hangup=true").path("paused").asBoolean()).isTrue();
        JsonNode talked = road.ends("talks", "completed");
        assertThat(talked.path("outcome").asString()).isEqualTo("answered");
        assertThat(talked.path("cancel_requested").asBoolean()).isFalse();
        JsonNode waits = road.api.await("rings", "deferred");
        assertThat(waits.path("outcome").asString()).isEqualTo("stopped");
        assertThat(waits.path("retries").asInt()).isZero();
        assertThat(road.api.status("others")).isEqualTo("ringing");
        await().atMost(Api.PATIENCE).untilAsserted(() -> assertThat(road.plivo().calls()).hasSize(1));

        road.plivo().behavior(BEHAVIOR);
        road.api.campaign("held", "resume");
        JsonNode again = road.ends("rings", "completed");
        assertThat(again.path("retries").asInt()).isZero();
        assertThat(road.plivo().witness().placedByAttempt("rings")).hasSize(2);
        assertThat(road.api.cancel("others").status()).isIn(200, 202); // hung up by the time of the answer, or not yet
        road.ends("others", "cancelled");
    }

    @Test
    void a_failed_call_is_made_anew_once_however_often_that_is_asked_for() {
        Asked call = Asked.call("unlucky").with("campaign_id", "tried").with("max_retries", 0);
        road.plivo().number(call.number(), Outcome.BUSY);
        road.ends(call, "failed");
        road.plivo().number(call.number());
        road.api.campaign("tried", "retry-failed?outcome=no_answer");
        road.api.campaign("tried", "retry-failed");
        road.api.campaign("tried", "retry-failed?outcome=busy");
        await().atMost(Api.PATIENCE).until(() -> road.api.get("/api/calls/unlucky.r1").status() == 200);
        JsonNode made = road.ends("unlucky.r1", "completed");
        assertThat(made.path("retry_of").asString()).isEqualTo("unlucky");
        await().atMost(Api.PATIENCE)
                .until(() -> road.api.get("/api/campaigns/tried").body().path("retry_failed").isNull());
        JsonNode campaign = road.api.get("/api/campaigns/tried").body();
        assertThat(campaign.path("total").asInt()).isEqualTo(2);
        assertThat(campaign.path("counts").path("failed").asInt()).isEqualTo(1);
        assertThat(campaign.path("counts").path("completed").asInt()).isEqualTo(1);
        assertThat(road.plivo().witness().placedByAttempt("unlucky.r1")).hasSize(1);
        assertThat(road.api.status("unlucky")).isEqualTo("failed");
    }
}
