package io.callqueue.ingest.reschedule;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.ingest.Calls;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.ingest.web.Work;
import io.callqueue.kafka.CallTopics;
import io.callqueue.topic.Command;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** There is no retry-scheduler here: the test carries out commands as one would. */
@ExtendWith(IngestExtension.class)
class RescheduleTest {
    private static final String LATER = "{\"scheduled_at\":\"2031-01-15T20:00:00+05:30\"}";
    private final Ingest ingest;
    private final Records records;
    private final Calls calls;
    private final String id = "reschedule-" + UUID.randomUUID();

    RescheduleTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.calls = new Calls(ingest.store());
    }

    private Reply queue(String more) {
        return ingest.post("/api/calls/queue",
                "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\"" + more
                        + "}");
    }

    private CompletableFuture<Reply> patch(String body) {
        return patch(id, body);
    }

    private CompletableFuture<Reply> patch(String call, String body) {
        return ingest.sendLater(ingest.request("/api/calls/" + call).header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    /** What the retry-scheduler does with the nth command. */
    private Call execute(int nth) {
        Command command = Json.read(records.awaitRecords(Topics.COMMANDS, id, nth).get(nth - 1).value(),
                Command.class);
        assertThat(command.type()).isEqualTo(Command.Type.RESCHEDULE);
        return calls.move(id, (call, now) -> Moves.reschedule(call, command.revision().orElseThrow(), now,
                command.reschedule().orElseThrow()));
    }

    private Call call() {
        return ingest.store().read(new CallId(id)).join().call().orElseThrow();
    }

    @Test
    void a_queued_call_waits_for_its_new_time() {
        queue("");
        CompletableFuture<Reply> patched = patch(LATER);
        execute(1);
        Reply reply = patched.join();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("scheduled");
        assertThat(reply.json().path("scheduled_at").asString()).isEqualTo("2031-01-15T14:30:00Z");
        assertThat(ingest.get("/api/calls/" + id).json().path("next_attempt_at").asString())
                .isEqualTo("2031-01-15T14:30:00Z");
    }

    @Test
    void the_first_request_again_is_answered_with_the_first_bytes() {
        String asked = ",\"priority\":\"high\",\"scheduled_at\":\"2030-01-15T14:30:00Z\"";
        Reply first = queue(asked);
        CompletableFuture<Reply> patched = patch("{\"scheduled_at\":\"2020-01-15T14:30:00Z\",\"priority\":\"low\"}");
        execute(1);
        assertThat(patched.join().status()).isEqualTo(200);
        Reply again = queue(asked);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(queue(",\"priority\":\"low\"").status()).isEqualTo(409);
        String batch = ingest.post("/api/calls/bulk-queue",
                "{\"batch_id\":\"b\",\"calls\":[{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\""
                        + id + "\"" + asked + "}]}")
                .body();
        assertThat(batch).contains("\"duplicates\":1").contains("\"status\":\"scheduled\"");
        var shown = ingest.get("/api/calls/" + id).json();
        assertThat(shown.path("priority").asString()).isEqualTo("low");
        assertThat(shown.path("request").path("priority").asString()).isEqualTo("high");
    }

    @Test
    void a_call_that_moves_on_meanwhile_is_asked_for_again() {
        queue("");
        CompletableFuture<Reply> patched = patch("{\"priority\":\"urgent\"}");
        records.awaitRecords(Topics.COMMANDS, id, 1);
        calls.move(id, (call, now) -> Moves.park(call, 1, now, "paused"));
        execute(1);
        assertThat(call().order().priority().word()).isEqualTo("normal");
        execute(2);
        assertThat(patched.join().status()).isEqualTo(200);
        assertThat(patched.join().json().path("priority").asString()).isEqualTo("urgent");
    }

    @Test
    void a_claimed_call_is_a_conflict_that_says_where_it_stands_and_nobody_is_asked() {
        queue("");
        calls.claim(id);
        Reply reply = patch(LATER).join();
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("conflict");
        assertThat(reply.json().path("detail").asString()).startsWith("the call is dialing: ");
        assertThat(records.of(Topics.COMMANDS, id)).isEmpty();
    }

    @Test
    void a_call_that_is_claimed_meanwhile_is_a_conflict() {
        queue("");
        CompletableFuture<Reply> patched = patch(LATER);
        records.awaitRecords(Topics.COMMANDS, id, 1);
        calls.claim(id);
        execute(1);
        assertThat(patched.join().status()).isEqualTo(409);
        assertThat(call().order().scheduledAt()).isEqualTo(Optional.empty());
    }

    @Test
    void a_call_that_ended_is_already_final() {
        queue("");
        calls.move(id, Moves::cancel);
        Reply reply = patch(LATER).join();
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("already-final");
        assertThat(reply.json().path("detail").asString()).startsWith("the call is cancelled: ");
    }

    @Test
    void a_retrying_call_can_be_dialed_now() {
        queue("");
        calls.claim(id);
        calls.accept(id);
        calls.retryBusy(id);
        CompletableFuture<Reply> patched = patch("{\"scheduled_at\":\"2020-01-15T14:30:00Z\"}");
        execute(1);
        assertThat(patched.join().status()).isEqualTo(200);
        assertThat(patched.join().json().path("status").asString()).isEqualTo("retrying");
        assertThat(call().dueAt()).contains(call().updatedAt());
    }

    @Test
    void a_time_that_passed_is_now_also_when_it_was_asked_for_before() {
        queue(",\"scheduled_at\":\"2020-01-15T14:30:00Z\"");
        calls.claim(id);
        calls.accept(id);
        Call retrying = calls.retryBusy(id);
        CompletableFuture<Reply> patched = patch("{\"scheduled_at\":\"2020-01-15T14:30:00Z\"}");
        execute(1);
        assertThat(patched.join().status()).isEqualTo(200);
        assertThat(call().dueAt().orElseThrow()).isBefore(retrying.dueAt().orElseThrow())
                .isEqualTo(call().updatedAt());
    }

    @Test
    void of_two_at_once_the_later_one_stands_and_nobody_asks_again() {
        queue("");
        CompletableFuture<Reply> first = patch(LATER);
        records.awaitRecords(Topics.COMMANDS, id, 1);
        CompletableFuture<Reply> second = patch("{\"scheduled_at\":\"2032-01-15T14:30:00Z\"}");
        execute(2);
        assertThat(second.join().status()).isEqualTo(200);
        Reply overtaken = first.join();
        assertThat(overtaken.status()).isEqualTo(200);
        assertThat(overtaken.json().path("scheduled_at").asString()).isEqualTo("2032-01-15T14:30:00Z");
        assertThat(records.of(Topics.COMMANDS, id)).hasSize(2);
    }

    @Test
    void what_nobody_else_changed_is_asked_for_again_alone() {
        queue("");
        CompletableFuture<Reply> first = patch("{\"scheduled_at\":\"2031-01-15T14:30:00Z\",\"priority\":\"urgent\"}");
        records.awaitRecords(Topics.COMMANDS, id, 1);
        CompletableFuture<Reply> second = patch("{\"scheduled_at\":\"2032-01-15T14:30:00Z\"}");
        execute(2);
        assertThat(second.join().status()).isEqualTo(200);
        execute(3);
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(first.join().json().path("scheduled_at").asString()).isEqualTo("2032-01-15T14:30:00Z");
        assertThat(first.join().json().path("priority").asString()).isEqualTo("urgent");
    }

    @Test
    void an_undecided_wish_is_kept() {
        queue("");
        Rescheduling impatient = new Rescheduling(ingest.bean(CallTopics.class), ingest.store(), Clock.systemUTC(),
                new RescheduleSettings(Duration.ofMillis(100), Duration.ofMillis(10)));
        ResponseEntity<byte[]> reply = Objects
                .requireNonNull(new RescheduleController(impatient, ingest.bean(Work.class))
                        .reschedule(id, MockServerHttpRequest.patch("/").body(LATER)).block());
        assertThat(reply.getStatusCode().value()).isEqualTo(202);
        assertThat(Json.tree(Objects.requireNonNull(reply.getBody())).path("status").asString()).isEqualTo("queued");
        assertThat(records.of(Topics.COMMANDS, id)).hasSize(1);
        assertThat(execute(1).status().word()).isEqualTo("scheduled");
    }

    @Test
    void what_is_so_already_is_answered_at_once() {
        queue("");
        assertThat(patch("{\"priority\":\"normal\"}").join().status()).isEqualTo(200);
        assertThat(records.of(Topics.COMMANDS, id)).isEmpty();
    }

    @Test
    void a_time_at_which_the_call_has_expired_is_refused() {
        queue(",\"expires_at\":\"2031-01-15T14:30:00Z\"");
        Reply reply = patch(LATER).join();
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("scheduled_at");
        assertThat(reply.json().path("detail").asString()).contains("2031-01-15T14:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"scheduled_at\":\"2027-01-15T14:30:00\"} | 422 | invalid-request",
            "{\"priority\":\"first\"}                   | 422 | invalid-request", "{} | 422 | invalid-request",
            "{\"phone_number\":\"+919123456789\"}       | 422 | unknown-field", "[] | 400 | invalid-request",
            "{                                        | 400 | invalid-request", "~~ | 400 | invalid-request"})
    void a_wrong_body_is_refused(String body, int status, String problem) {
        queue("");
        Reply reply = patch(body).join();
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(records.of(Topics.COMMANDS, id)).isEmpty();
    }

    @Test
    void an_unknown_call_is_not_found() {
        for (String unknown : new String[]{"nobody", "a%2Fb", "active"}) {
            Reply reply = patch(unknown, LATER).join();
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.problem()).isEqualTo("not-found");
        }
    }
}
