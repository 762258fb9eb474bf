package io.callqueue.ingest.accept;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class QueueTest {
    private static final String QUEUE = "/api/calls/queue";
    private final Ingest ingest;
    private final Records records;
    private final String id = "queue-" + UUID.randomUUID();

    QueueTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
    }

    private String call(String more) {
        return """
                {"phone_number":"+91 91234 56789","campaign_id":"c-1","custom_call_id":"%s"%s}""".formatted(id, more);
    }

    @Test
    void an_accepted_call_is_answered_with_all_that_was_promised() {
        Reply reply = ingest.post(QUEUE, call(",\"priority\":\"high\",\"max_retries\":1"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        String createdAt = reply.json().path("created_at").asString();
        assertThat(Instant.parse(createdAt)).isBeforeOrEqualTo(Instant.now());
        assertThat(reply.body()).isEqualTo("""
                {"call_id":"%s","status":"queued","priority":"high","campaign_id":"c-1","scheduled_at":null,\
                "max_retries":1,"created_at":"%s"}""".formatted(id, createdAt));
    }

    @Test
    void an_accepted_call_is_in_the_topic_of_its_priority_in_redis_and_in_the_ledger() {
        Reply reply = ingest.post(QUEUE, call(",\"priority\":\"urgent\""));
        ConsumerRecord<byte[], byte[]> first = records.of(Topics.of(Priority.URGENT), id).getFirst();
        assertThat(Records.value(first)).contains("\"phone_number\":\"+919123456789\"");
        assertThat(Instant.ofEpochMilli(first.timestamp())).isEqualTo(reply.json().path("created_at").asString());
        assertThat(ingest.store().read(new CallId(id)).join().call()).isPresent();
        CallEvent event = Json.read(records.of(Topics.EVENTS, id).getFirst().value(), CallEvent.class);
        assertThat(event.call().version()).isEqualTo(1);
        assertThat(event.request()).isPresent();
    }

    @Test
    void a_call_for_later_is_scheduled_and_waits_in_its_own_topic() {
        Reply reply = ingest.post(QUEUE, call(",\"scheduled_at\":\"2031-01-15T20:00:00+05:30\""));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asString()).isEqualTo("scheduled");
        assertThat(reply.json().path("scheduled_at").asString()).isEqualTo("2031-01-15T14:30:00Z");
        assertThat(records.of(Topics.SCHEDULED, id)).hasSize(1);
        assertThat(ingest.store().read(new CallId(id)).join().call().orElseThrow().dueAt())
                .contains(Instant.parse("2031-01-15T14:30:00Z"));
    }

    @Test
    void a_time_in_the_past_means_now() {
        Reply reply = ingest.post(QUEUE, call(",\"scheduled_at\":\"2020-01-15T14:30:00Z\""));
        assertThat(reply.json().path("status").asString()).isEqualTo("queued");
        assertThat(records.of(Topics.of(Priority.NORMAL), id)).hasSize(1);
    }

    @Test
    void without_an_id_of_its_own_a_call_gets_a_new_one() {
        String call = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c-1\"}";
        String one = ingest.post(QUEUE, call).json().path("call_id").asString();
        String other = ingest.post(QUEUE, call).json().path("call_id").asString();
        assertThat(one).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
                .isNotEqualTo(other);
    }

    @Test
    void the_same_request_again_is_answered_with_the_same_bytes_and_dialed_once() {
        Reply first = ingest.post(QUEUE, call(""));
        Reply again = ingest.post(QUEUE, call(", \"priority\" : \"normal\", \"max_retries\": 3"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(records.of(Topics.of(Priority.NORMAL), id)).hasSize(1);
    }

    @Test
    void the_same_request_again_says_what_was_said_first_whatever_became_of_the_call() {
        Reply first = ingest.post(QUEUE, call(",\"scheduled_at\":\"2031-01-15T14:30:00Z\""));
        ingest.store().update(new CallId(id), Moves::cancel).join();
        Reply again = ingest.post(QUEUE, call(",\"scheduled_at\":\"2031-01-15T14:30:00Z\""));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void another_request_under_the_same_id_is_a_conflict() {
        ingest.post(QUEUE, call(""));
        Reply other = ingest.post(QUEUE, call(",\"max_retries\":0"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("conflict");
    }

    @Test
    void variables_come_through_unchanged() {
        String variables = "{\"a\":1.5,\"b\":[1,{\"c\":null}],\"d\":\"\\u0000 ü \\ud83d\\ude00\",\"e\":12345678901234567890}";
        Reply reply = ingest.post(QUEUE, call(",\"call_config\":{\"variables\":" + variables + "}"));
        assertThat(reply.status()).isEqualTo(202);
        String value = Records.value(records.of(Topics.of(Priority.NORMAL), id).getFirst());
        assertThat(Json.MAPPER.readTree(value).path("call_config").path("variables"))
                .isEqualTo(Json.MAPPER.readTree(variables));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"campaign_id":"c"}                                                    | phone_number    | invalid-phone-number
            {"phone_number":"+919123456789"}                                       | campaign_id     | invalid-request
            {"phone_number":"123","campaign_id":"c"}                               | phone_number    | invalid-phone-number
            {"phone_number":"+919123456789<+919123456780","campaign_id":"c"}       | phone_number    | invalid-phone-number
            {"phone_number":"sip:x@y.z","campaign_id":"c"}                         | phone_number    | invalid-phone-number
            {"phone_number":919123456789,"campaign_id":"c"}                        | phone_number    | invalid-phone-number
            {"phone_number":"+919123456789","campaign_id":"c","priority":"asap"}   | priority        | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","max_retries":"3"}   | max_retries     | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","max_retries":-1}    | max_retries     | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","pirority":"high"}   | pirority        | unknown-field
            {"phone_number":"+919123456789","campaign_id":"c","custom_call_id":"a/b"}      | custom_call_id | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","custom_call_id":"a\\u0000"} | custom_call_id | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","custom_call_id":"a\\n"}     | custom_call_id | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","custom_call_id":""}         | custom_call_id | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","custom_call_id":"active"}   | custom_call_id | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","scheduled_at":"tomorrow"}   | scheduled_at   | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","call_config":{"max_duration":0}} | call_config.max_duration | invalid-request
            {"phone_number":"+919123456789","campaign_id":"c","call_config":{"answer_url":"file:///etc/passwd"}} | call_config.answer_url | invalid-request
            """)
    void a_wrong_field_is_named(String body, String field, String problem) {
        Reply reply = ingest.post(QUEUE, body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
        assertThat(reply.json().path("detail").asString()).startsWith(field + ": ");
        assertThat(reply.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
    }

    @Test
    void all_wrong_fields_are_named_at_once() {
        Reply reply = ingest.post(QUEUE, "{\"phone_number\":\"x\",\"campaign_id\":\"\",\"extra\":1}");
        assertThat(reply.json().path("errors").findValuesAsString("field")).contains("campaign_id", "extra");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "not json", "{\"phone_number\":\"+919123456789\",}", "{} {}",
            "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"max_retries\":NaN}"})
    void what_is_not_json_is_refused_as_such(String body) {
        Reply reply = ingest.post(QUEUE, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"a call\"", "42", "{}"})
    void json_that_is_no_request_is_refused(String body) {
        Reply reply = ingest.post(QUEUE, body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e999999999", "123456789012345678901234567890"})
    void a_number_out_of_all_range_is_refused_at_once(String number) {
        Reply reply = ingest.post(QUEUE, call(",\"max_retries\":" + number));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @Test
    void a_number_that_could_not_be_written_again_is_refused() {
        Reply reply = ingest.post(QUEUE, call(",\"call_config\":{\"variables\":{\"x\":1e400}}"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("call_config.variables");
    }

    @Test
    void half_a_character_is_refused_and_does_not_break_the_answer() {
        assertThat(ingest.post(QUEUE, call(",\"call_config\":{\"voice\":\"\\ud83d\"}")).status()).isEqualTo(422);
        Reply unknown = ingest.post(QUEUE, call(",\"\\ud83d\":1"));
        assertThat(unknown.status()).as(unknown.body()).isBetween(400, 422);
        assertThat(unknown.problem()).isNotEmpty();
    }

    @Test
    void a_field_that_is_there_twice_is_refused() {
        assertThat(ingest.post(QUEUE, call(",\"campaign_id\":\"c-2\"")).status()).isEqualTo(400);
    }

    @Test
    void deep_nesting_is_refused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(ingest.post(QUEUE, call(",\"call_config\":{\"variables\":{\"x\":" + deep + "}}")).status())
                .isEqualTo(400);
    }

    @Test
    void a_body_beyond_the_limit_is_too_large() {
        Reply reply = ingest.post(QUEUE, call(",\"timezone\":\"" + "x".repeat(300_000) + "\""));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void a_body_of_unknown_length_beyond_the_limit_is_too_large() {
        byte[] body = "x".repeat(300_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Reply reply = ingest.send(ingest.request(QUEUE).header("Content-Type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
    }

    @Test
    void a_body_that_is_encoded_is_refused_whatever_it_holds() {
        Reply reply = ingest.send(posting("gzip"));
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertThat(reply.header("accept-encoding")).isEqualTo("identity");
        assertThat(reply.json().path("detail").asString()).contains("without Content-Encoding");
        assertThat(ingest.send(posting("identity")).status()).isEqualTo(202);
    }

    private HttpRequest.Builder posting(String encoding) {
        return ingest.request(QUEUE).header("Content-Type", "application/json").header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString(call("")));
    }

    @Test
    void another_content_type_is_refused() {
        Reply reply = ingest
                .send(ingest.request(QUEUE).header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(call(""))));
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }
}
