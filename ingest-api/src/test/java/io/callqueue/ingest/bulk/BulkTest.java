package io.callqueue.ingest.bulk;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class BulkTest {
    private static final String BULK = "/api/calls/bulk-queue";
    private static final String CALL = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\"}";
    private final Ingest ingest;
    private final Records records;
    private final String unique = UUID.randomUUID().toString();

    BulkTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
    }

    private static String named(String id, String more) {
        return "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\"" + more
                + "}";
    }

    private String batch(String... calls) {
        return "{\"batch_id\":\"batch-" + unique + "\",\"calls\":[" + String.join(",", calls) + "]}";
    }

    private static void assertCounts(Reply reply, int accepted, int rejected, int duplicates) {
        JsonNode json = reply.json();
        assertThat(json.path("accepted").asInt()).isEqualTo(accepted);
        assertThat(json.path("rejected").asInt()).isEqualTo(rejected);
        assertThat(json.path("duplicates").asInt()).isEqualTo(duplicates);
    }

    @Test
    void every_call_of_a_batch_is_judged_on_its_own_and_answered_in_order() {
        String id = "bulk-" + unique;
        Reply reply = ingest.post(BULK, batch(named(id, ""), "{\"phone_number\":\"123\",\"campaign_id\":\"c\"}", "42",
                named(id, ""), named(id, ",\"max_retries\":0"), "{\"phone_number\":\"+919123456789\"}",
                named(id + "-later", ",\"scheduled_at\":\"2031-01-15T14:30:00Z\"")));
        assertThat(reply.status()).isEqualTo(202);
        assertCounts(reply, 2, 4, 1);
        JsonNode results = reply.json().path("results");
        assertThat(results.path(0).toString())
                .isEqualTo("{\"index\":0,\"call_id\":\"" + id + "\",\"status\":\"queued\"}");
        assertThat(results.path(1).path("error").path("field").asString()).isEqualTo("phone_number");
        assertThat(results.path(1).path("error").path("code").asString()).isEqualTo("invalid-phone-number");
        assertThat(results.path(2).path("error").path("code").asString()).isEqualTo("invalid-request");
        assertThat(results.path(3).toString()).isEqualTo(
                "{\"index\":3,\"call_id\":\"" + id + "\",\"status\":\"queued\",\"duplicate\":true}");
        assertThat(results.path(4).path("error").path("code").asString()).isEqualTo("conflict");
        assertThat(results.path(5).path("error").path("field").asString()).isEqualTo("campaign_id");
        assertThat(results.path(6).path("status").asString()).isEqualTo("scheduled");
        assertThat(records.of(Topics.of(Priority.NORMAL), id)).hasSize(1);
    }

    @Test
    void a_batch_that_is_sent_again_dials_nobody_twice() {
        String batch = batch(CALL, CALL, "{\"phone_number\":\"+919123456780\",\"campaign_id\":\"c-1\"}");
        Reply first = ingest.post(BULK, batch);
        assertCounts(first, 3, 0, 0);
        Reply again = ingest.post(BULK, batch);
        assertThat(again.status()).isEqualTo(202);
        assertCounts(again, 0, 0, 3);
        for (int i = 0; i < 3; i++) {
            String id = first.json().path("results").path(i).path("call_id").asString();
            assertThat(again.json().path("results").path(i).path("call_id").asString()).isEqualTo(id);
            assertThat(records.of(Topics.of(Priority.NORMAL), id)).hasSize(1);
        }
    }

    @Test
    void equal_calls_at_two_places_without_ids_are_two_calls() {
        JsonNode results = ingest.post(BULK, batch(CALL, CALL)).json().path("results");
        assertThat(results.path(0).path("call_id")).isNotEqualTo(results.path(1).path("call_id"));
    }

    @Test
    void without_a_batch_id_one_is_made_and_told() {
        String batch = "{\"calls\":[" + CALL + "]}";
        Reply one = ingest.post(BULK, batch);
        Reply other = ingest.post(BULK, batch);
        assertThat(one.json().path("batch_id").asString()).hasSize(36)
                .isNotEqualTo(other.json().path("batch_id").asString());
        assertCounts(other, 1, 0, 0);
        String told = "{\"calls\":[" + CALL + "],\"batch_id\":\"" + one.json().path("batch_id").asString() + "\"}";
        assertCounts(ingest.post(BULK, told), 0, 0, 1);
    }

    @Test
    void a_call_that_was_queued_singly_before_is_a_duplicate_or_a_conflict() {
        String id = "single-" + unique;
        ingest.post("/api/calls/queue", named(id, ""));
        assertCounts(ingest.post(BULK, batch(named(id, ""))), 0, 0, 1);
        Reply conflict = ingest.post(BULK, batch(named(id, ",\"max_retries\":0")));
        assertThat(conflict.status()).isEqualTo(422);
        assertThat(conflict.json().path("results").path(0).path("error").path("code").asString())
                .isEqualTo("conflict");
    }

    @Test
    void a_batch_of_which_nothing_was_accepted_is_a_problem_that_says_why_for_each() {
        Reply reply = ingest.post(BULK,
                batch("{}", "{\"phone_number\":\"+919123456789<+919123456780\",\"campaign_id\":\"c\"}"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertCounts(reply, 0, 2, 0);
        assertThat(reply.json().path("results").size()).isEqualTo(2);
    }

    @Test
    void a_row_that_can_not_be_read_says_nothing_about_the_next() {
        Reply reply = ingest.post(BULK, batch("{\"a\":1,\"a\":2}", CALL, "[[]]",
                "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"max_retries\":1e400}", "null", CALL));
        assertThat(reply.status()).isEqualTo(202);
        assertCounts(reply, 2, 4, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                   | calls    | invalid-request
            {"calls":[]}                         | calls    | invalid-request
            {"calls":{}}                         | calls    | invalid-request
            {"calls":[{}],"calls":[{}]}          | calls    | invalid-request
            {"calls":[{}],"batchid":"b"}         | batchid  | unknown-field
            {"batch_id":7,"calls":[{}]}          | batch_id | invalid-request
            {"batch_id":"","calls":[{}]}         | batch_id | invalid-request
            {"batch_id":"a\\u0007","calls":[{}]} | batch_id | invalid-request
            {"batch_id":"\\ud800","calls":[{}]}  | batch_id | invalid-request
            {"batch_id":null,"calls":[{}]}       | batch_id | invalid-request
            """)
    void a_wrong_field_of_the_batch_is_named(String body, String field, String problem) {
        Reply reply = ingest.post(BULK, body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "42", "{\"calls\":[{}]", "{\"calls\":[{}]} x", "{\"calls\":[{},]}",
            "{\"calls\":[NaN]}"})
    void what_is_no_batch_at_all_is_refused_before_any_call_of_it_is_accepted(String body) {
        Reply reply = ingest.post(BULK, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void a_batch_in_another_encoding_is_refused_with_the_reason(String encoding) throws Exception {
        Reply reply = ingest.send(ingest.request(BULK).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(batch(CALL).getBytes(encoding))));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("detail").asString()).contains("UTF-8");
    }

    @Test
    void a_call_that_is_too_large_is_refused_before_it_is_read() {
        Reply reply = ingest.post(BULK, batch("{\"calling_window\":{\"days\":[" + "1,".repeat(200_000) + "1]}}", CALL));
        assertCounts(reply, 1, 1, 0);
        assertThat(reply.json().path("results").path(0).path("error").path("code").asString()).isEqualTo("too-large");
    }

    @Test
    void a_broken_end_spoils_the_whole_batch() {
        String id = "broken-" + unique;
        assertThat(ingest.post(BULK, batch(named(id, ""), "{\"x\":")).status()).isEqualTo(400);
        assertThat(ingest.store().read(new CallId(id)).join().call()).isEmpty();
    }

    @Test
    void more_calls_than_a_batch_may_have_are_too_large() {
        Reply reply = ingest.post(BULK, "{\"calls\":[" + "1,".repeat(100_000) + "1]}");
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void a_large_batch_is_accepted_whole() {
        String calls = IntStream.range(0, 5_000).mapToObj(i -> CALL).collect(Collectors.joining(","));
        Reply reply = ingest.post(BULK, batch(calls));
        assertCounts(reply, 5_000, 0, 0);
        assertThat(reply.json().path("results").valueStream().map(row -> row.path("index").asInt()))
                .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        List<String> callIds = reply.json().path("results").findValuesAsString("call_id");
        assertThat(callIds).doesNotHaveDuplicates();
        assertThat(createdAt(callIds.getLast())).as("each when it was its turn").isAfter(createdAt(callIds.getFirst()));
    }

    private Instant createdAt(String callId) {
        return Instant.ofEpochMilli(records.of(Topics.of(Priority.NORMAL), callId).getFirst().timestamp());
    }

    @Test
    void names_with_letters_of_all_scripts_do_not_shift_the_rows() {
        String call = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\",\"call_config\":{\"variables\":{\"name\":\"Žofie 山田 😀\"}}}";
        Reply reply = ingest.post(BULK, batch(call, call, call));
        assertCounts(reply, 3, 0, 0);
        String id = reply.json().path("results").path(2).path("call_id").asString();
        assertThat(Records.value(records.of(Topics.of(Priority.NORMAL), id).getFirst())).contains("Žofie 山田 😀");
    }
}
