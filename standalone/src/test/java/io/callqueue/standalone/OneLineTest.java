package io.callqueue.standalone;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.call.CallView;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.witness.Dial;

import static org.assertj.core.api.Assertions.assertThat;

/** Where only one call may be live: who comes next, and what becomes of those who wait. A person ends each conversation. */
@Isolated("it has Kafka and Redis to itself")
@TestMethodOrder(OrderAnnotation.class)
class OneLineTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Pace LONG_TALKS = Pace.INSTANT.withTalk(Spread.of(Duration.ofMinutes(5)));
    private static final Pace LONG_SETUP = Pace.INSTANT.withSetup(Spread.of(Duration.ofMinutes(5)));
    private static final Pace SHORT_TALKS = Pace.INSTANT.withTalk(Spread.of(Duration.ofMillis(100)));
    private static Road road;

    @BeforeAll
    static void start() {
        road = Road.start(kafka, redis, Behavior.instantAnswers().withPace(SHORT_TALKS), Map.of(
                "callqueue.admission.max-concurrent-calls", "1", "callqueue.admission.rate-per-second", "50",
                "callqueue.reconcile.lease-watch", "1h"));
    }

    @AfterAll
    static void stop() {
        road.close();
    }

    @AfterEach
    void all_calls_have_ended() {
        road.assertNothingIsLeft();
        assertThat(road.plivo().witness().mostLiveCalls()).isLessThanOrEqualTo(1);
    }

    /** The only line is taken by this call until {@link #hangUp}; calls after it talk briefly. */
    private static void takeLine(String id) {
        road.plivo().behavior(now -> now.withPace(LONG_TALKS));
        road.api.accepted(Asked.call(id));
        road.api.await(id, "in_progress");
        road.plivo().behavior(now -> now.withPace(SHORT_TALKS));
    }

    private static void hangUp(String id) {
        assertThat(road.plivo().calls()).extracting(CallView::callId).containsExactly(id);
        road.plivo().calleeHangsUp(road.plivo().calls().getFirst().callUuid());
        road.ends(id, "completed");
    }

    private static void awaitInLine(Priority priority) {
        Awaitility.await("a dispatcher has a call in line that is " + priority).atMost(Api.PATIENCE)
                .until(() -> road.redis.isInLine(priority));
    }

    private static List<String> dialed() {
        return road.plivo().witness().dials().stream().map(Dial::callId).toList();
    }

    @Test
    void more_urgent_calls_go_first_and_within_a_priority_the_oldest() {
        takeLine("first");
        List<String> queued = Stream.of("low", "normal", "high", "urgent")
                .flatMap(priority -> Stream.of(priority + "-1", priority + "-2", priority + "-3")).toList();
        queued.forEach(id -> road.api.accepted(Asked.call(id).priority(id.substring(0, id.indexOf('-')))));
        assertThat(road.api.queueStatus().path("pending").path("total").asInt()).isEqualTo(queued.size());
        awaitInLine(Priority.URGENT);
        hangUp("first");
        queued.forEach(id -> road.ends(id, "completed"));
        assertThat(dialed().stream().filter(queued::contains)).containsExactly("urgent-1", "urgent-2", "urgent-3",
                "high-1", "high-2", "high-3", "normal-1", "normal-2", "normal-3", "low-1", "low-2", "low-3");
    }

    @Test
    void scheduled_call_keeps_its_priority() {
        takeLine("before-scheduled");
        road.api.accepted(Asked.call("scheduled-urgent").priority("urgent").with("scheduled_at",
                Instant.now().plusMillis(500).toString()));
        road.api.accepted(Asked.call("queued-high").priority("high"));
        road.api.await("scheduled-urgent", "queued");
        Awaitility.await().atMost(Api.PATIENCE).until(() -> !road.redis.isInFlight("scheduled-urgent"));
        awaitInLine(Priority.URGENT);
        hangUp("before-scheduled");
        road.ends("scheduled-urgent", "completed");
        road.ends("queued-high", "completed");
        assertThat(dialed()).containsSubsequence("scheduled-urgent", "queued-high");
        assertThat(road.kafka.of("calls.urgent", "scheduled-urgent")).hasSize(1);
    }

    @Test
    void queued_call_that_is_made_urgent_goes_first_and_is_dialed_once() {
        takeLine("before-hurried");
        road.api.accepted(Asked.call("behind-hurried"));
        road.api.accepted(Asked.call("hurried").priority("low"));
        JsonNode changed = changed("hurried", Map.of("priority", "urgent"));
        assertThat(changed.path("priority").asString()).isEqualTo("urgent");
        road.api.await("hurried", "queued");
        Awaitility.await().atMost(Api.PATIENCE).until(() -> !road.redis.isInFlight("hurried"));
        assertThat(road.api.queueStatus().path("pending").path("urgent").asInt()).isEqualTo(1);
        assertThat(road.api.queueStatus().path("pending").path("low").asInt()).isZero();
        awaitInLine(Priority.URGENT);
        hangUp("before-hurried");
        road.ends("hurried", "completed");
        road.ends("behind-hurried", "completed");
        assertThat(dialed()).containsSubsequence("hurried", "behind-hurried");
        assertThat(road.kafka.of("calls.low", "hurried")).hasSize(1);
        assertThat(road.kafka.of("calls.urgent", "hurried")).hasSize(1);
        assertThat(road.plivo().witness().placedByAttempt("hurried")).hasSize(1);
    }

    @Test
    void queued_call_that_is_put_off_is_dialed_once_at_its_new_time() {
        takeLine("before-put-off");
        road.api.accepted(Asked.call("put-off"));
        assertThat(changed("put-off", Map.of("scheduled_at", "2099-01-15T14:30:00Z")).path("status").asString())
                .isEqualTo("scheduled");
        hangUp("before-put-off");
        Instant later = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        changed("put-off", Map.of("scheduled_at", later.toString()));
        JsonNode ended = road.ends("put-off", "completed");
        assertThat(Instant.parse(ended.path("dialed_at").asString())).isAfterOrEqualTo(later);
        assertThat(road.kafka.of("calls.normal", "put-off")).hasSize(2);
        assertThat(road.plivo().witness().placedByAttempt("put-off")).hasSize(1);
    }

    @Test
    void scheduled_call_that_is_moved_to_the_past_is_dialed_at_once() {
        road.api.accepted(Asked.call("brought-forward").with("scheduled_at", "2099-01-15T14:30:00Z"));
        changed("brought-forward", Map.of("scheduled_at", "2020-01-15T14:30:00Z", "priority", "high"));
        road.ends("brought-forward", "completed");
        assertThat(road.kafka.of("calls.high", "brought-forward")).hasSize(1);
        assertThat(road.kafka.of("calls.dead-letter")).isEmpty();
        assertThat(road.api.change("brought-forward", Map.of("priority", "low")).status()).isEqualTo(409);
    }

    private static JsonNode changed(String id, Map<String, Object> wish) {
        Api.Reply reply = road.api.change(id, wish);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return reply.body();
    }

    @Test
    void retried_call_keeps_its_priority() {
        Asked call = Asked.call("retried-high").priority("high");
        road.plivo().number(call.number(), Outcome.BUSY, Outcome.ANSWERED);
        road.ends(call, "completed");
        List<ConsumerRecord<String, String>> records = road.kafka.of("calls.high", "retried-high");
        assertThat(records).hasSize(2);
        assertThat(TopicLog.header(records.getFirst(), "attempt")).isEmpty();
        assertThat(TopicLog.header(records.getLast(), "attempt")).isEqualTo("2");
        assertThat(TopicLog.header(records.getLast(), "revision")).isNotEmpty();
        assertThat(request(records.getLast())).isEqualTo(request(records.getFirst()));
        assertThat(road.kafka.of("calls.normal", "retried-high")).isEmpty();
    }

    private static Reading request(ConsumerRecord<String, String> found) {
        return new RequestReader(RequestReader.UnknownFields.REFUSE)
                .read(found.value().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void queued_call_that_is_cancelled_is_never_dialed() {
        takeLine("before-cancelled");
        road.api.accepted(Asked.call("cancelled-queued"));
        road.api.accepted(Asked.call("behind-cancelled"));
        Api.Reply reply = road.api.cancel("cancelled-queued");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("status").asString()).isEqualTo("cancelled");
        hangUp("before-cancelled");
        road.ends("behind-cancelled", "completed");
        road.ends("cancelled-queued", "cancelled");
        assertThat(dialed()).doesNotContain("cancelled-queued");
    }

    @Test
    void live_call_that_is_cancelled_is_hung_up() {
        takeLine("cancelled-live");
        long before = road.plivo().witness().requests("DELETE Call/{uuid}/");
        assertThat(road.api.get("/api/calls/active").body().path("count").asInt()).isEqualTo(1);
        Api.Reply reply = road.api.cancel("cancelled-live");
        assertThat(reply.status()).as("202, or 200 when its end came while the answer waited").isIn(200, 202);
        JsonNode ended = road.ends("cancelled-live", "cancelled");
        assertThat(ended.path("cancel_requested").asBoolean()).isTrue();
        assertThat(road.plivo().witness().liveCalls()).isZero();
        assertThat(road.plivo().witness().requests("DELETE Call/{uuid}/") - before).isEqualTo(1);
    }

    @Test
    void call_expires_while_it_waits_for_a_line() {
        takeLine("before-expired");
        Instant expires = Instant.now().plusSeconds(3);
        road.api.accepted(Asked.call("expired").with("expires_at", expires.toString()));
        road.ends("expired", "expired");
        hangUp("before-expired");
        assertThat(dialed()).doesNotContain("expired");
    }

    /** It does not ring meanwhile: who hears of a call by webhook first tells the bot, too. */
    @Test
    void voice_bot_is_told_once_of_an_accepted_call() {
        road.plivo().behavior(now -> now.withPace(LONG_SETUP));
        Asked call = Asked.call("told").with("call_config",
                Map.of("flow_name", "sales", "voice", "en-US", "variables", Map.of("name", "John Doe")));
        road.api.accepted(call);
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> !road.plivo().witness().startCallBodies("told").isEmpty());
        road.plivo().behavior(now -> now.withPace(SHORT_TALKS));
        road.plivo().calleeHangsUp(road.plivo().calls().getFirst().callUuid());
        JsonNode ended = road.ends("told", "failed");
        List<String> told = road.plivo().witness().startCallBodies("told");
        assertThat(told).hasSize(1);
        JsonNode body = Json.read(told.getFirst(), JsonNode.class);
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("call_id", "plivo_call_uuid", "phone_number",
                "campaign_id", "flow_name", "variables", "config");
        assertThat(body.path("plivo_call_uuid")).isEqualTo(ended.path("plivo_call_uuid"));
        assertThat(body.path("phone_number").asString()).isEqualTo(call.number());
        assertThat(body.path("campaign_id").asString()).isEqualTo(Asked.CAMPAIGN);
        assertThat(body.path("flow_name").asString()).isEqualTo("sales");
        assertThat(body.path("variables").path("name").asString()).isEqualTo("John Doe");
        assertThat(body.path("config").path("voice").asString()).isEqualTo("en-US");
    }

    /** The first of all: with a connection to Plivo kept open, nobody could tell that the request did not arrive. */
    @Test
    @Order(1)
    void call_waits_while_plivo_can_not_be_reached() {
        road.stopPlivo();
        Asked call = Asked.call("waiting-for-plivo").with("max_retries", 0);
        road.api.accepted(call);
        road.api.await("waiting-for-plivo", "deferred");
        road.startPlivo();
        assertDialedLater(road.ends("waiting-for-plivo", "completed"));
    }

    @Test
    void call_in_doubt_waits_for_plivo_before_it_is_dialed_again() {
        road.ends(Asked.call("connection"), "completed");
        road.stopPlivo();
        road.api.accepted(Asked.call("doubted").with("max_retries", 0));
        road.api.await("doubted", "unknown", "deferred");
        road.startPlivo();
        assertDialedLater(road.ends("doubted", "completed"));
    }

    private static void assertDialedLater(JsonNode call) {
        assertThat(call.path("attempt").asInt()).isGreaterThan(1);
        assertThat(call.path("retries").asInt()).isZero();
        assertThat(road.plivo().witness().placedByAttempt(call.path("call_id").asString())).hasSize(1);
    }
}
