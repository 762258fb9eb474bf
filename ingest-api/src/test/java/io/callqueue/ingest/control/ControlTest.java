package io.callqueue.ingest.control;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Limits;
import io.callqueue.control.Stop;
import io.callqueue.control.Stop.Scope;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** There is no dispatcher here: the test puts records in force as one would. */
@ExtendWith(IngestExtension.class)
class ControlTest {
    private final Ingest ingest;
    private final Records records;
    private final ControlStore store;

    ControlTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.store = ingest.bean(ControlStore.class);
    }

    @BeforeEach
    void asConfigured() {
        assertThat(put("{\"max_concurrent_calls\":null,\"rate_limit_per_second\":null,\"reserved_share\":null}")
                .status()).isEqualTo(200);
    }

    @Test
    void without_limits_set_at_runtime_the_settings_hold() {
        Reply reply = ingest.get("/api/limits");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .isEqualTo("{\"max_concurrent_calls\":100,\"rate_limit_per_second\":10,\"reserved_share\":0.05}");
    }

    @Test
    void a_limit_that_is_left_out_stays_as_it_is() {
        assertThat(put("{\"max_concurrent_calls\":40,\"rate_limit_per_second\":2.5}").body())
                .isEqualTo("{\"max_concurrent_calls\":40,\"rate_limit_per_second\":2.5,\"reserved_share\":0.05}");
        assertThat(put("{\"rate_limit_per_second\":3}").status()).isEqualTo(200);
        String now = "{\"max_concurrent_calls\":40,\"rate_limit_per_second\":3,\"reserved_share\":0.05}";
        assertThat(ingest.get("/api/limits").body()).isEqualTo(now);
        assertThat(ingest.get("/api/queue/status").json().path("max_concurrent_calls").asInt()).isEqualTo(40);
        assertThat(ingest.get("/api/queue/status").json().path("rate_limit_per_second").asInt()).isEqualTo(3);
    }

    @Test
    void while_no_dispatcher_is_there_limits_are_accepted_only() {
        Reply reply = ingest.bean(PatientControl.class)
                .unheard(ingest.sendLater(putting("{\"max_concurrent_calls\":7}")));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("max_concurrent_calls").asInt()).isEqualTo(7);
        assertThat(ingest.get("/api/limits").json().path("max_concurrent_calls").asInt()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"max_concurrent_calls\":0}            | max_concurrent_calls  | invalid-request",
            "{\"max_concurrent_calls\":1.5}          | max_concurrent_calls  | invalid-request",
            "{\"max_concurrent_calls\":1e9}          | max_concurrent_calls  | invalid-request",
            "{\"max_concurrent_calls\":\"40\"}       | max_concurrent_calls  | invalid-request",
            "{\"rate_limit_per_second\":0}           | rate_limit_per_second | invalid-request",
            "{\"rate_limit_per_second\":1e999999}    | rate_limit_per_second | invalid-request",
            "{\"reserved_share\":0.51}               | reserved_share        | invalid-request",
            "{\"reserved_share\":-0.1}               | reserved_share        | invalid-request",
            "{\"max_concurrent\":40}                 | max_concurrent        | unknown-field"})
    void an_impossible_limit_is_refused_with_its_field(String body, String field, String problem) {
        Reply reply = ingest.send(putting(body));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''", "[]", "7", "null", "{\"max_concurrent_calls\":"})
    void a_body_that_is_no_object_is_refused(String body) {
        Reply reply = ingest.send(putting(body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @Test
    void what_is_stopped_is_shown_and_goes_on_by_one_call() {
        Stop stop = Stop.of(Scope.CALLER_NUMBER, "+14155550100", "Plivo: Spam block (hangup code 3130)",
                Instant.parse("2026-01-15T14:30:00.123Z"));
        store.apply(stop.key(), -1 + offset(), Optional.of(Json.bytes(stop))).join();
        assertThat(ingest.get("/api/queue/status").json().path("stopped").toString()).isEqualTo("""
                [{"scope":"caller_number","id":"+14155550100","reason":"Plivo: Spam block (hangup code 3130)",\
                "since":"2026-01-15T14:30:00.123Z"}]""");
        Reply reply = inForce(stop.key(),
                ingest.request("/api/stops/caller_number/+14155550100/resume").POST(BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(204);
        assertThat(ingest.get("/api/queue/status").json().path("stopped").toString()).isEqualTo("[]");
    }

    @Test
    void a_caller_number_goes_on_whether_it_is_named_with_its_plus_or_without() {
        Stop stop = Stop.of(Scope.CALLER_NUMBER, "+14155550100", "spam", Instant.parse("2026-01-15T14:30:00.123Z"));
        store.apply(stop.key(), -1 + offset(), Optional.of(Json.bytes(stop))).join();
        assertThat(inForce(stop.key(),
                ingest.request("/api/stops/caller_number/14155550100/resume").POST(BodyPublishers.noBody())).status())
                .isEqualTo(204);
        assertThat(ingest.get("/api/queue/status").json().path("stopped").toString()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"account/main", "caller_number/plivo", "campaign/a%20b"})
    void what_can_never_be_stopped_is_not_said_to_go_on(String stop) {
        Reply reply = ingest.send(ingest.request("/api/stops/" + stop + "/resume").POST(BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
    }

    @Test
    void nobody_knows_another_scope() {
        Reply reply = ingest.send(ingest.request("/api/stops/world/1/resume").POST(BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
    }

    private java.net.http.HttpRequest.Builder putting(String body) {
        return ingest.request("/api/limits").header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body));
    }

    private Reply put(String body) {
        return inForce(Limits.KEY, putting(body));
    }

    /** Sends this, and puts the record that it writes in force. */
    private Reply inForce(String key, java.net.http.HttpRequest.Builder request) {
        Map<TopicPartition, Long> ends = records.ends(Topics.CONTROL);
        CompletableFuture<Reply> reply = ingest.sendLater(request);
        ConsumerRecord<byte[], byte[]> written = records.awaitRecord(ends, key);
        store.apply(key, written.offset(), Optional.ofNullable(written.value())).join();
        return reply.join();
    }

    /** Later than all that this topic holds for limits, earlier than what is written next. */
    private long offset() {
        return records.of(Topics.CONTROL, Limits.KEY).getLast().offset() + 1;
    }
}
