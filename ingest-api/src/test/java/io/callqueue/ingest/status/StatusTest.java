package io.callqueue.ingest.status;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.Moves;
import io.callqueue.ingest.Calls;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class StatusTest {
    private final Ingest ingest;
    private final Calls calls;
    private final String id = "status-" + UUID.randomUUID();

    StatusTest(Ingest ingest) {
        this.ingest = ingest;
        this.calls = new Calls(ingest.store());
    }

    @BeforeEach
    void queue_a_call() {
        assertThat(ingest.post("/api/calls/queue", """
                {"phone_number":"+919123456789","campaign_id":"c-1","custom_call_id":"%s",
                 "call_config":{"flow_name":"wishfin-test","variables":{"name":"John Doe"}}}""".formatted(id)).status())
                .isEqualTo(202);
    }

    private JsonNode status() {
        return ingest.get("/api/calls/" + id + "/status").json();
    }

    @Test
    void a_queued_call_has_every_field_of_the_contract() {
        Reply reply = ingest.get("/api/calls/" + id + "/status");
        assertThat(reply.status()).isEqualTo(200);
        String createdAt = reply.json().path("created_at").asString();
        assertThat(createdAt).endsWith("Z");
        assertThat(reply.body()).isEqualTo(
                """
                        {"call_id":"%s","status":"queued","phone_number":"+919123456789","campaign_id":"c-1","priority":"normal",\
                        "attempt":0,"max_retries":3,"created_at":"%s","scheduled_at":null,"dialed_at":null,"answered_at":null,\
                        "completed_at":null,"duration_seconds":null,"outcome":null,"hangup_cause":null,"hangup_cause_code":null,\
                        "error":null,"plivo_call_uuid":null,"retry_of":null}"""
                        .formatted(id, createdAt));
    }

    @Test
    void a_call_that_is_named_like_a_path_is_found_all_the_same() {
        assertThat(ingest.post("/api/calls/queue", """
                {"phone_number":"+919123456789","campaign_id":"c-1","custom_call_id":"queue"}""").status())
                .isEqualTo(202);
        assertThat(ingest.get("/api/calls/queue").json().path("call_id").asString()).isEqualTo("queue");
    }

    @Test
    void a_dialed_call_goes_by_the_request_uuid_until_the_call_uuid_is_known() {
        calls.claim(id);
        assertThat(status().path("status").asString()).isEqualTo("dialing");
        calls.accept(id);
        assertThat(status().path("plivo_call_uuid").asString()).isEqualTo("request-uuid");
        assertThat(status().path("dialed_at").isNull()).isFalse();
        calls.ring(id);
        assertThat(status().path("plivo_call_uuid").asString()).isEqualTo("call-uuid");
        assertThat(status().path("status").asString()).isEqualTo("ringing");
    }

    @Test
    void a_completed_call_says_how_it_ended() {
        calls.claim(id);
        calls.answer(id);
        calls.complete(id);
        JsonNode status = status();
        assertThat(status.path("status").asString()).isEqualTo("completed");
        assertThat(status.path("outcome").asString()).isEqualTo("answered");
        assertThat(status.path("hangup_cause").asString()).isEqualTo("NORMAL_CLEARING");
        assertThat(status.path("hangup_cause_code").asInt()).isEqualTo(4000);
        assertThat(status.path("duration_seconds").asInt()).isEqualTo(31);
        assertThat(status.path("answered_at").isNull()).isFalse();
        assertThat(status.path("completed_at").isNull()).isFalse();
        assertThat(status.path("error").isNull()).isTrue();
    }

    @Test
    void a_failed_call_says_why() {
        calls.claim(id);
        calls.failBusy(id);
        assertThat(status().path("outcome").asString()).isEqualTo("busy");
        assertThat(status().path("error").asString()).isEqualTo("Busy Line");
    }

    @Test
    void a_whole_call_shows_its_request_and_every_attempt() {
        calls.claim(id);
        calls.retryBusy(id);
        JsonNode retrying = ingest.get("/api/calls/" + id).json();
        assertThat(retrying.path("status").asString()).isEqualTo("retrying");
        assertThat(retrying.path("retries").asInt()).isEqualTo(1);
        assertThat(retrying.path("next_attempt_at").isNull()).isFalse();
        assertThat(retrying.path("attempts").size()).isEqualTo(1);

        ingest.store()
                .fireDue(new io.callqueue.call.CallId(id).shard(), 10, java.time.Duration.ZERO, java.time.Duration.ZERO,
                        java.time.Duration.ofSeconds(1))
                .join();
        JsonNode whole = ingest.get("/api/calls/" + id).json();
        assertThat(whole.path("request").path("call_config").path("variables").path("name").asString())
                .isEqualTo("John Doe");
        assertThat(whole.path("request").path("custom_call_id").asString()).isEqualTo(id);
        assertThat(whole.path("cancel_requested").asBoolean()).isFalse();
        JsonNode attempt = whole.path("attempts").path(0);
        assertThat(attempt.path("number").asInt()).isEqualTo(1);
        assertThat(attempt.path("outcome").asString()).isEqualTo("busy");
        assertThat(attempt.path("hangup_cause_code").asInt()).isEqualTo(3010);
        assertThat(attempt.path("plivo_call_uuid").asString()).isEqualTo("call-uuid");
        assertThat(attempt.path("ended_at").isNull()).isFalse();
    }

    @Test
    void an_open_attempt_is_shown_beside_those_that_ended() {
        calls.claim(id);
        calls.move(id, (call, now) -> Moves.end(call, 1, now,
                io.callqueue.call.Ending.of(now, io.callqueue.call.Outcome.ACCOUNT_LIMIT, "Plivo's account limit"),
                java.util.Optional.empty(),
                new io.callqueue.call.Verdict.Retry(java.time.Duration.ofSeconds(-1), false)));
        ingest.store().fireDue(new io.callqueue.call.CallId(id).shard(), 10, java.time.Duration.ZERO,
                java.time.Duration.ofMinutes(1), java.time.Duration.ofSeconds(1)).join();
        calls.claim(id);
        JsonNode attempts = ingest.get("/api/calls/" + id).json().path("attempts");
        assertThat(attempts.findValuesAsString("number")).containsExactly("1", "2");
        assertThat(attempts.path(0).path("error").asString()).isEqualTo("Plivo's account limit");
        assertThat(attempts.path(1).path("outcome").isNull()).isTrue();
    }

    @Test
    void active_calls_are_listed() {
        calls.claim(id);
        Reply reply = ingest.get("/api/calls/active");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("calls").findValuesAsString("call_id")).contains(id);
        assertThat(reply.json().path("count").asInt()).isEqualTo(reply.json().path("calls").size());
        calls.complete(id);
        assertThat(ingest.get("/api/calls/active").json().path("calls").findValuesAsString("call_id"))
                .doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-knows-me", "a%2Fb", "a%00b", "%20", "..%2f..", "%F0%9F%98%80", "a%0d%0ab"})
    void an_unknown_or_impossible_id_is_not_found(String unknown) {
        for (String path : new String[]{"/api/calls/" + unknown + "/status", "/api/calls/" + unknown}) {
            Reply reply = ingest.get(path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.problem()).isEqualTo("not-found");
        }
    }
}
