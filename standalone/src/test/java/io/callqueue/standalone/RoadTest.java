package io.callqueue.standalone;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.witness.Dial;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls go all the way from a backend to Plivo and back. They go side by side, so each has a number of its own; those that take longest begin. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(OrderAnnotation.class)
class RoadTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static final Pace PACE = new Pace(always(150), always(200), always(300), always(0));
    private static Road road;

    private static Spread always(long millis) {
        return Spread.of(Duration.ofMillis(millis));
    }

    @BeforeAll
    static void start() {
        road = Road.start(kafka, redis, Behavior.instantAnswers().withPace(PACE), Map.of(
                "callqueue.admission.max-concurrent-calls", "50", "callqueue.admission.rate-per-second", "100"));
        road.ends(Asked.call("warm-up"), "completed");
    }

    @AfterAll
    static void stop() {
        try (Road ends = road) {
            ends.assertNothingIsLeft();
        }
    }

    private static String placedTo(String number) {
        return road.plivo().witness().dials().stream()
                .filter(dial -> dial.placed() && dial.to().endsWith(number.substring(1))).findFirst().orElseThrow()
                .callId();
    }

    /** Of the attempts that reached Plivo: one may have missed its moment before, when this machine was busy. */
    private static List<String> outcomes(JsonNode call) {
        return Api.list(call.path("attempts")).stream().filter(attempt -> !attempt.path("dialed_at").isNull())
                .map(attempt -> attempt.path("outcome").asString()).toList();
    }

    private static Instant time(JsonNode call, String field) {
        return Instant.parse(call.path(field).asString());
    }

    private static void misbehave(Asked call, Misbehavior how) {
        road.plivo().misbehave(how.onNumber(call.number()));
    }

    private static void assertPlaced(Asked call, int times) {
        assertThat(road.plivo().witness().placedTo(call.number())).as("calls placed to %s", call.number())
                .isEqualTo(times);
    }

    @Test
    void call_is_dialed_answered_and_completed() {
        JsonNode call = road.ends(Asked.call("single"), "completed");
        assertThat(call.path("outcome").asString()).isEqualTo("answered");
        assertThat(road.plivo().witness().placedByAttempt("single")).hasSize(1);
        assertThat(call.path("hangup_cause_code").asInt()).isEqualTo(4000);
        assertThat(call.path("error").isNull()).isTrue();
        assertThat(call.path("duration_seconds").isInt()).isTrue();
        assertThat(call.path("plivo_call_uuid").asString()).isEqualTo(
                road.plivo().witness().dials().stream().filter(dial -> dial.callId().equals("single")).findFirst()
                        .orElseThrow().requestUuid());
        assertThat(List.of(time(call, "created_at"), time(call, "dialed_at"), time(call, "answered_at"),
                time(call, "completed_at"))).isSorted();
        assertThat(Duration.between(time(call, "answered_at"), time(call, "completed_at"))).isPositive();
    }

    @Test
    void calls_of_a_batch_are_all_dialed_but_the_refused_ones() {
        List<Asked> calls = IntStream.range(0, 20).mapToObj(i -> Asked.call("bulk-" + i)).toList();
        List<Asked> withWrong = new java.util.ArrayList<>(calls);
        withWrong.add(7, Asked.to("bulk-wrong", "12"));
        Api.Reply reply = road.api.bulk("batch-1", withWrong);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().path("accepted").asInt()).isEqualTo(20);
        assertThat(reply.body().path("rejected").asInt()).isEqualTo(1);
        assertThat(reply.body().path("results").path(7).path("error").path("field").asString())
                .isEqualTo("phone_number");
        calls.forEach(call -> road.ends(call.id(), "completed"));
        calls.forEach(call -> assertPlaced(call, 1));
        assertThat(road.api.get("/api/calls/bulk-wrong").status()).isEqualTo(404);
    }

    @Test
    void call_without_an_id_is_found_by_the_one_it_is_given() {
        Asked call = Asked.call("unnamed").without("custom_call_id");
        String id = road.api.queue(call).body().path("call_id").asString();
        road.ends(id, "completed");
        assertPlaced(call, 1);
    }

    @Test
    void same_request_twice_is_dialed_once() {
        Asked call = Asked.call("twice");
        Api.Reply first = road.api.queue(call);
        Api.Reply second = road.api.queue(call);
        assertThat(List.of(first.status(), second.status())).containsExactly(202, 200);
        assertThat(second.body().path("call_id")).isEqualTo(first.body().path("call_id"));
        road.ends("twice", "completed");
        Api.Reply afterItsEnd = road.api.queue(call);
        assertThat(afterItsEnd.status()).isEqualTo(200);
        road.ends(Asked.call("after-twice"), "completed"); // whatever was queued before it has been looked at
        assertPlaced(call, 1);
    }

    @Test
    void other_request_under_the_same_id_is_a_conflict() {
        Asked call = Asked.call("conflict");
        road.api.accepted(call);
        assertThat(road.api.queue(call.with("max_retries", 1)).status()).isEqualTo(409);
        Asked other = Asked.to("conflict", Asked.call("other").number());
        assertThat(road.api.queue(other).status()).isEqualTo(409);
        road.ends("conflict", "completed");
        assertPlaced(call, 1);
        assertPlaced(other, 0);
    }

    @Test
    void record_of_a_direct_producer_is_dialed_under_its_key_and_its_topics_priority() {
        Asked call = Asked.call("direct-key").without("custom_call_id");
        road.kafka.write("calls.high", null, "direct-key", Json.text(call.body()));
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> road.api.get("/api/calls/direct-key").status() == 200);
        assertThat(road.ends("direct-key", "completed").path("priority").asString()).isEqualTo("high");
    }

    @Test
    void record_without_any_id_gets_one() {
        Asked call = Asked.call("direct-unnamed").without("custom_call_id");
        road.kafka.write("calls.high", null, null, Json.text(call.body()));
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> road.plivo().witness().placedTo(call.number()) == 1);
        String id = placedTo(call.number());
        assertThat(UUID.fromString(id)).isNotNull();
        assertThat(road.ends(id, "completed").path("priority").asString()).isEqualTo("high");
    }

    @Test
    void record_that_comes_twice_is_dialed_once() {
        Asked call = Asked.call("direct-twice");
        road.kafka.write("calls.normal", null, call.id(), Json.text(call.body()));
        road.kafka.write("calls.normal", null, call.id(), Json.text(call.body()));
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> road.api.get("/api/calls/direct-twice").status() == 200);
        road.ends("direct-twice", "completed");
        road.kafka.write("calls.normal", null, call.id(), Json.text(call.body()));
        road.ends(Asked.call("after-direct-twice"), "completed");
        assertPlaced(call, 1);
    }

    @Test
    void poison_goes_to_the_dead_letters_and_the_record_behind_it_is_dialed() {
        Asked wrongNumber = Asked.to("poison-number", "+1234");
        Asked good = Asked.call("behind-poison");
        RecordMetadata badJson = road.kafka.write("calls.low", 0, "poison-json", "{\"phone_number\":");
        RecordMetadata badNumber = road.kafka.write("calls.low", 0, wrongNumber.id(), Json.text(wrongNumber.body()));
        RecordMetadata otherKey = road.kafka.write("calls.low", 0, "another-key",
                Json.text(Asked.call("poison-key").body()));
        road.kafka.write("calls.low", 0, good.id(), Json.text(good.body()));
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> road.api.get("/api/calls/behind-poison").status() == 200);
        road.ends("behind-poison", "completed");
        assertThat(awaitDeadLetterOf(badJson)).satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("{\"phone_number\":");
            assertThat(letter.key()).isEqualTo("poison-json");
            assertThat(TopicLog.header(letter, "reason")).containsIgnoringCase("json");
        });
        assertThat(TopicLog.header(awaitDeadLetterOf(badNumber), "reason")).contains("phone_number");
        assertThat(TopicLog.header(awaitDeadLetterOf(otherKey), "reason")).contains("another-key")
                .contains("poison-key");
        assertThat(road.api.get("/api/calls/poison-number").status()).isEqualTo(404);
        assertThat(road.api.get("/api/calls/another-key").status()).isEqualTo(404);
        assertThat(road.api.get("/api/calls/poison-key").status()).isEqualTo(404);
    }

    private static ConsumerRecord<String, String> awaitDeadLetterOf(RecordMetadata origin) {
        return Awaitility.await("a dead letter of " + origin).atMost(Api.PATIENCE)
                .until(() -> deadLettersOf(origin), letters -> !letters.isEmpty()).getFirst();
    }

    private static List<ConsumerRecord<String, String>> deadLettersOf(RecordMetadata origin) {
        return road.kafka.of("calls.dead-letter").stream()
                .filter(letter -> TopicLog.header(letter, "origin_topic").equals(origin.topic())
                        && TopicLog.header(letter, "origin_partition").equals(String.valueOf(origin.partition()))
                        && TopicLog.header(letter, "origin_offset").equals(String.valueOf(origin.offset())))
                .toList();
    }

    @Test
    void record_under_the_id_of_another_request_is_a_dead_letter() {
        Asked call = Asked.call("direct-conflict");
        road.ends(call, "completed");
        Asked other = Asked.to("direct-conflict", Asked.call("other").number());
        RecordMetadata conflict = road.kafka.write("calls.normal", 0, "direct-conflict", Json.text(other.body()));
        assertThat(awaitDeadLetterOf(conflict).key()).isEqualTo("direct-conflict");
        assertPlaced(other, 0);
    }

    /** Also in a time zone of its own: a moment is a moment. */
    @Test
    @Order(3)
    void scheduled_call_is_dialed_at_its_moment_and_not_before() {
        Instant due = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        Asked call = Asked.call("scheduled").with("scheduled_at",
                OffsetDateTime.ofInstant(due, ZoneOffset.ofHoursMinutes(5, 30)).toString());
        assertThat(road.api.queue(call).body().path("status").asString()).isEqualTo("scheduled");
        JsonNode ended = road.ends("scheduled", "completed");
        assertThat(time(ended, "scheduled_at")).isEqualTo(due);
        assertThat(time(ended, "dialed_at")).isBetween(due, due.plusSeconds(30));
    }

    @Test
    void record_in_the_topic_for_later_is_dialed_at_its_moment() {
        Instant due = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
        Asked call = Asked.call("direct-scheduled").with("scheduled_at", due.toString());
        road.kafka.write("calls.scheduled", null, call.id(), Json.text(call.body()));
        Awaitility.await().atMost(Api.PATIENCE)
                .until(() -> road.api.get("/api/calls/direct-scheduled").status() == 200);
        assertThat(time(road.ends("direct-scheduled", "completed"), "dialed_at")).isAfterOrEqualTo(due);
    }

    @Test
    void busy_number_is_dialed_again_until_somebody_answers() {
        Asked call = Asked.call("busy");
        road.plivo().number(call.number(), Outcome.BUSY, Outcome.BUSY, Outcome.ANSWERED);
        JsonNode ended = road.ends(call, "completed");
        assertThat(outcomes(ended))
                .containsExactly("busy", "busy", "answered");
        assertThat(ended.path("retries").asInt()).isEqualTo(2);
    }

    @Test
    void unanswered_call_fails_when_its_retries_are_used_up() {
        Asked call = Asked.call("unanswered").with("max_retries", 1);
        road.plivo().number(call.number(), Outcome.NO_ANSWER);
        JsonNode ended = road.ends(call, "failed");
        assertPlaced(call, 2);
        assertThat(ended.path("outcome").asString()).isEqualTo("no_answer");
        assertThat(ended.path("hangup_cause_code").asInt()).isEqualTo(3000);
        assertThat(ended.path("answered_at").isNull()).isTrue();
    }

    @Test
    void invalid_number_is_dialed_once_only() {
        Asked call = Asked.call("invalid");
        road.plivo().number(call.number(), Outcome.INVALID);
        JsonNode ended = road.ends(call, "failed");
        assertPlaced(call, 1);
        assertThat(ended.path("outcome").asString()).isEqualTo("invalid_number");
    }

    @Test
    void network_error_is_retried_with_backoff() {
        Asked call = Asked.call("network");
        road.plivo().number(call.number(), Outcome.NETWORK_ERROR, Outcome.CONGESTION, Outcome.ANSWERED);
        assertThat(outcomes(road.ends(call, "completed"))).containsExactly("network_error", "carrier_error",
                "answered");
    }

    @Test
    @Order(4)
    void scheduled_call_that_is_cancelled_is_never_dialed() {
        Instant due = Instant.now().plusSeconds(5);
        Asked call = Asked.call("cancelled-scheduled").with("scheduled_at", due.toString());
        road.api.accepted(call);
        Api.Reply reply = road.api.cancel(call.id());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("status").asString()).isEqualTo("cancelled");
        road.ends(Asked.call("later-than-cancelled").with("scheduled_at", due.plusMillis(500).toString()), "completed");
        road.ends("cancelled-scheduled", "cancelled");
        assertPlaced(call, 0);
        assertThat(road.api.cancel(call.id()).status()).isEqualTo(409);
    }

    @Test
    void two_calls_to_one_number_are_not_dialed_at_once() {
        Asked one = Asked.call("same-number-1");
        Asked other = Asked.to("same-number-2", one.number());
        road.api.accepted(one);
        road.api.accepted(other);
        JsonNode first = road.ends("same-number-1", "completed");
        JsonNode second = road.ends("same-number-2", "completed");
        boolean inOrder = time(first, "dialed_at").isBefore(time(second, "dialed_at"));
        assertThat(time(inOrder ? second : first, "dialed_at"))
                .isAfterOrEqualTo(time(inOrder ? first : second, "completed_at"));
    }

    @Test
    @Order(1)
    void call_expires_while_it_waits_for_its_next_attempt() {
        Instant expires = Instant.now().plusSeconds(8);
        Asked call = Asked.call("expires-retrying").with("expires_at", expires.toString()).with("retry_policy",
                Map.of("busy", Map.of("base_seconds", 604_800, "cap_seconds", 604_800)));
        road.plivo().number(call.number(), Outcome.BUSY);
        JsonNode ended = road.ends(call, "expired");
        assertPlaced(call, 1);
        assertThat(outcomes(ended)).containsExactly("busy");
        assertThat(time(ended, "completed_at")).isBetween(expires, expires.plusSeconds(30));
    }

    /** What the service before this one dialed again. */
    private static JsonNode assertDialedOnceDespite(String id, Misbehavior how) {
        Asked call = Asked.call(id);
        misbehave(call, how);
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("retries").asInt()).isZero();
        return ended;
    }

    @Test
    void error_after_the_accept_does_not_ring_twice() {
        assertDialedOnceDespite("accept-502", Misbehavior.acceptThenError(502));
    }

    @Test
    void reset_after_the_accept_does_not_ring_twice() {
        assertDialedOnceDespite("accept-reset", Misbehavior.of(Fault.ACCEPT_THEN_RESET));
    }

    @Test
    void unreadable_accept_does_not_ring_twice() {
        assertDialedOnceDespite("accept-unreadable", Misbehavior.of(Fault.UNREADABLE_ACCEPT));
    }

    /** Webhooks would tell of the call before the time-out. */
    @Test
    @Order(2)
    void accept_beyond_the_time_out_does_not_ring_twice() {
        Asked call = Asked.call("accept-slow");
        misbehave(call, Misbehavior.of(Fault.WEBHOOK_LOST).withProbability(1));
        misbehave(call, Misbehavior.slowAccept(Duration.ofSeconds(7)));
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("retries").asInt()).isZero();
    }

    /** Plivo tells nothing at all: what became of the call is found by its number. */
    @Test
    void lost_accept_of_a_call_without_webhooks_is_found_by_its_number() {
        Asked call = Asked.call("accept-lost-silent");
        misbehave(call, Misbehavior.of(Fault.WEBHOOK_LOST).withProbability(1));
        misbehave(call, Misbehavior.of(Fault.ACCEPT_THEN_RESET));
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("plivo_call_uuid").asString()).isNotEmpty();
        assertThat(time(ended, "dialed_at")).isBeforeOrEqualTo(time(ended, "completed_at"));
    }

    @Test
    void accept_as_an_array_is_read() {
        JsonNode ended = assertDialedOnceDespite("accept-array", Misbehavior.of(Fault.ARRAY_UUID));
        assertThat(ended.path("plivo_call_uuid").asString()).isNotEmpty();
    }

    @Test
    void call_without_webhooks_ends_by_look_ups() {
        JsonNode ended = assertDialedOnceDespite("silent", Misbehavior.of(Fault.WEBHOOK_LOST).withProbability(1));
        assertThat(ended.path("outcome").asString()).isEqualTo("answered");
    }

    @Test
    void unanswered_call_without_a_hangup_is_retried_not_completed() {
        Asked call = Asked.call("silent-unanswered").with("call_config", Map.of("ring_timeout", 1, "max_duration", 1))
                .with("max_retries", 1);
        road.plivo().number(call.number(), Outcome.NO_ANSWER, Outcome.ANSWERED);
        misbehave(call, Misbehavior.of(Fault.WEBHOOK_LOST).withProbability(1).onEvent(WebhookEvent.HANGUP));
        JsonNode ended = road.ends(call, "completed");
        assertThat(outcomes(ended))
                .containsExactly("no_answer", "answered");
    }

    @Test
    void doubled_webhooks_change_nothing() {
        assertDialedOnceDespite("doubled", Misbehavior.of(Fault.WEBHOOK_DOUBLED).withProbability(1));
    }

    @Test
    void reversed_webhooks_never_lead_back() {
        JsonNode ended = assertDialedOnceDespite("reversed",
                Misbehavior.of(Fault.WEBHOOKS_REVERSED).withProbability(1));
        assertThat(ended.path("outcome").asString()).isEqualTo("answered");
    }

    @Test
    void hangup_before_the_creates_answer_ends_the_call() {
        JsonNode ended = assertDialedOnceDespite("hangup-first",
                Misbehavior.of(Fault.WEBHOOK_BEFORE_RESPONSE).onEvent(WebhookEvent.HANGUP));
        assertThat(ended.path("outcome").asString()).isEqualTo("answered");
    }

    @Test
    void ring_before_the_creates_answer_is_taken() {
        assertDialedOnceDespite("ring-first", Misbehavior.of(Fault.WEBHOOK_BEFORE_RESPONSE));
    }

    @Test
    void call_that_plivo_never_got_is_dialed_again() {
        Asked call = Asked.call("refused-500");
        misbehave(call, Misbehavior.refuse(500));
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("attempt").asInt()).isGreaterThan(1);
        assertThat(ended.path("retries").asInt()).isZero();
    }

    @Test
    void dial_that_was_reset_is_looked_for_and_dialed_again() {
        Asked call = Asked.call("refused-reset");
        misbehave(call, Misbehavior.of(Fault.REFUSE_BY_RESET));
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("attempt").asInt()).isGreaterThan(1);
    }

    @Test
    void too_many_requests_are_sent_again_within_the_attempt() {
        Asked call = Asked.call("refused-429");
        misbehave(call, Misbehavior.refuse(429));
        road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(road.plivo().witness().dials().stream().filter(dial -> dial.callId().equals(call.id()))
                .map(Dial::attempt).distinct()).hasSize(1);
    }

    @Test
    void limit_of_calls_at_once_uses_up_no_retry() {
        Asked call = Asked.call("refused-5030").with("max_retries", 0);
        misbehave(call, Misbehavior.refuseByConcurrency().next(2));
        JsonNode ended = road.ends(call, "completed");
        assertPlaced(call, 1);
        assertThat(ended.path("retries").asInt()).isZero();
        assertThat(Api.list(ended.path("attempts")).stream().map(attempt -> attempt.path("outcome").asString())
                .filter("account_limit"::equals)).hasSize(2);
    }

    @Test
    void call_that_plivo_refuses_fails_with_its_reason() {
        Asked call = Asked.call("refused-400");
        misbehave(call, Misbehavior.refuse(400));
        JsonNode ended = road.ends(call, "failed");
        assertPlaced(call, 0);
        assertThat(ended.path("outcome").asString()).isEqualTo("rejected");
        assertThat(ended.path("error").asString()).contains("400");
    }
}
