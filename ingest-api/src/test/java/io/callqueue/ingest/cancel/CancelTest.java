package io.callqueue.ingest.cancel;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.http.ResponseEntity;

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

@ExtendWith(IngestExtension.class)
class CancelTest {
    private final Ingest ingest;
    private final Records records;
    private final Calls calls;
    private final String id = "cancel-" + UUID.randomUUID();

    CancelTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.calls = new Calls(ingest.store());
    }

    @BeforeEach
    void queue_a_call() {
        ingest.post("/api/calls/queue",
                "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\"}");
    }

    private CompletableFuture<Reply> delete() {
        return ingest.sendLater(ingest.request("/api/calls/" + id).DELETE());
    }

    /** What the retry-scheduler does with a command. */
    private void execute() {
        Command command = Json.read(records.awaitRecords(Topics.COMMANDS, id, 1).getFirst().value(), Command.class);
        assertThat(command.type()).isEqualTo(Command.Type.CANCEL);
        assertThat(command.callId().value()).isEqualTo(id);
        calls.move(id, Moves::cancel);
    }

    @Test
    void a_call_that_was_not_dialed_is_cancelled() {
        CompletableFuture<Reply> deleted = delete();
        execute();
        Reply reply = deleted.join();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("cancelled");
        assertThat(reply.json().path("call_id").asString()).isEqualTo(id);
    }

    @Test
    void a_live_call_will_be_hung_up() {
        calls.claim(id);
        calls.answer(id);
        CompletableFuture<Reply> deleted = delete();
        execute();
        assertThat(deleted.join().status()).isEqualTo(202);
        assertThat(deleted.join().json().path("status").asString()).isEqualTo("in_progress");
    }

    @Test
    void a_call_that_ends_meanwhile_was_too_late_to_cancel() {
        calls.claim(id);
        calls.answer(id);
        CompletableFuture<Reply> deleted = delete();
        records.awaitRecords(Topics.COMMANDS, id, 1);
        calls.complete(id);
        assertThat(deleted.join().status()).isEqualTo(409);
        assertThat(deleted.join().problem()).isEqualTo("already-final");
    }

    @Test
    void an_undecided_wish_is_kept() {
        Cancellation impatient = new Cancellation(ingest.bean(CallTopics.class), ingest.store(), Clock.systemUTC(),
                new CancelSettings(Duration.ofMillis(100), Duration.ofMillis(10)));
        ResponseEntity<byte[]> reply = Objects
                .requireNonNull(new CancelController(impatient, ingest.bean(Work.class)).cancel(id).block());
        assertThat(reply.getStatusCode().value()).isEqualTo(202);
        assertThat(Json.tree(Objects.requireNonNull(reply.getBody())).path("status").asString()).isEqualTo("queued");
        assertThat(records.of(Topics.COMMANDS, id)).hasSize(1);
    }

    @Test
    void a_final_call_can_not_be_cancelled_and_nobody_is_asked_to() {
        calls.move(id, Moves::cancel);
        Reply reply = delete().join();
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("already-final");
        assertThat(records.of(Topics.COMMANDS, id)).isEmpty();
    }

    @Test
    void an_unknown_call_is_not_found() {
        for (String unknown : new String[]{"nobody", "a%2Fb", "active"}) {
            Reply reply = ingest.send(ingest.request("/api/calls/" + unknown).DELETE());
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.problem()).isEqualTo("not-found");
        }
    }
}
