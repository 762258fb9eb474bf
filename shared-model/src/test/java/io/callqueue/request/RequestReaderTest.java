package io.callqueue.request;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.request.RequestReader.UnknownFields;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RequestReaderTest {
    private static final RequestReader REST = new RequestReader(UnknownFields.REFUSE);
    private static final RequestReader KAFKA = new RequestReader(UnknownFields.IGNORE);
    private static final String FULL = """
            {"phone_number":"+919123456789","campaign_id":"campaign-123","custom_call_id":"call-456",
             "priority":"urgent","scheduled_at":"2027-01-15T14:30:00Z","expires_at":"2027-01-15T18:00:00Z",
             "max_retries":5,"timezone":"Asia/Kolkata",
             "retry_policy":{"no_answer":{"max":3,"base_seconds":300,"factor":2,"cap_seconds":3600},"busy":{}},
             "call_config":{"voice":"en-US","max_duration":600,"ring_timeout":30,"recording_enabled":true,
              "flow_name":"wishfin-test","machine_detection":"hangup",
              "answer_url":"https://your-domain.com/outbound-answer",
              "variables":{"name":"John Doe","list":[1,null,{"deep":true}],"price":1.50}}}""";

    @ParameterizedTest
    @CsvSource({"calling_window.days, calling_window.days", "calling_window.holidays, calling_window.holidays"})
    void a_list_of_thousands_is_one_error(String field, String named) {
        String list = "[" + "1,".repeat(25_000) + "1]";
        String name = field.substring("calling_window.".length());
        for (RequestReader reader : List.of(REST, KAFKA)) {
            assertThat(((Reading.Refused) reader.read(("{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\","
                    + "\"calling_window\":{\"" + name + "\":" + list + "}}").getBytes(UTF_8))).refusals())
                    .singleElement().satisfies(refusal -> assertThat(refusal.field()).isEqualTo(named));
        }
    }

    @Test
    void thousands_of_fields_are_one_error_and_hundreds_are_a_hundred() {
        assertThat(refusals(fields(2_000))).singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("more than 1000 entries"));
        assertThat(refusals(fields(500))).hasSize(100);
    }

    private static String fields(int many) {
        return java.util.stream.IntStream.range(0, many).mapToObj(i -> "\"a" + i + "\":1")
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }

    private static List<Refusal> refusals(String json) {
        return ((Reading.Refused) REST.read(json.getBytes(UTF_8))).refusals();
    }

    /** The least request with this field in place, or beside. */
    private static String with(String field, String json) {
        String rest = field.equals("phone_number") ? "" : "\"phone_number\":\"+919123456789\",";
        String campaign = field.equals("campaign_id") ? "" : "\"campaign_id\":\"c\",";
        if (field.startsWith("call_config.")) {
            return "{" + rest + campaign + "\"call_config\":{\"" + field.substring(12) + "\":" + json + "}}";
        }
        return "{" + rest + campaign + "\"" + field + "\":" + json + "}";
    }

    private static CallRequest accepted(RequestReader reader, String json) {
        Reading reading = reader.read(json.getBytes(UTF_8));
        assertThat(reading).as(json).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).request();
    }

    private static CallRequest accepted(String json) {
        return accepted(REST, json);
    }

    private static List<Refusal> refused(RequestReader reader, byte[] json) {
        Reading reading = reader.read(json);
        assertThat(reading).as(new String(json, UTF_8)).isInstanceOf(Reading.Refused.class);
        List<Refusal> refusals = ((Reading.Refused) reading).refusals();
        assertThat(refusals).isNotEmpty().allSatisfy(refusal -> {
            assertThat(refusal.message()).isNotBlank().doesNotContain("Exception", "io.callqueue");
        });
        return refusals;
    }

    private static Refusal refused(String json) {
        List<Refusal> refusals = refused(REST, json.getBytes(UTF_8));
        assertThat(refusals).hasSize(1);
        return refusals.getFirst();
    }

    @Test
    void a_full_request_is_read_with_all_its_fields() {
        CallRequest request = accepted(FULL);
        assertThat(request.phoneNumber()).isEqualTo("+919123456789");
        assertThat(request.customCallId()).contains("call-456");
        assertThat(request.priority()).isEqualTo(Priority.URGENT);
        assertThat(request.scheduledAt()).contains(Instant.parse("2027-01-15T14:30:00Z"));
        assertThat(request.expiresAt()).contains(Instant.parse("2027-01-15T18:00:00Z"));
        assertThat(request.maxRetries()).isEqualTo(5);
        assertThat(request.timezone()).contains("Asia/Kolkata");
        assertThat(request.retryPolicy()).containsEntry("no_answer",
                new RetryRule(Optional.of(3), Optional.of(300L), Optional.of(2.0), Optional.of(3600L)));
        assertThat(request.callConfig().machineDetection()).isEqualTo(MachineDetection.HANGUP);
        assertThat(request.callConfig().recordingEnabled()).contains(true);
        assertThat(request.callConfig().variables()).containsEntry("name", "John Doe").containsKey("list");
    }

    @Test
    void defaults_are_filled_in() {
        CallRequest request = accepted(with("campaign_id", "\"c\""));
        assertThat(request.priority()).isEqualTo(Priority.NORMAL);
        assertThat(request.maxRetries()).isEqualTo(3);
        assertThat(request.customCallId()).isEmpty();
        assertThat(request.callConfig()).isEqualTo(new CallConfig(Optional.empty(), 1800, 45, Optional.empty(),
                Optional.empty(), MachineDetection.OFF, Optional.empty(), Map.of()));
    }

    @Test
    void a_request_survives_being_written_and_read_with_an_equal_hash() {
        for (String json : List.of(FULL, with("campaign_id", "\"c\""),
                with("scheduled_at", "\"2027-01-15T20:00+05:30\""),
                with("call_config.variables",
                        "{\"a\":null,\"d\":0.1234567890123456789,\"n\":99999999999999999999,\"u\":\"📞\"}"))) {
            CallRequest request = accepted(json);
            assertThat(accepted(Json.text(request))).isEqualTo(request);
            assertThat(accepted(KAFKA, Json.text(request)).hash()).isEqualTo(request.hash());
            assertThat(Json.read(Json.bytes(request), CallRequest.class)).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            phone_number | "+919123456789" | "+91 91234-56789"
            phone_number | "+14155550100" | "+1 (415) 555.0100"
            scheduled_at | "2027-01-15T14:30:00Z" | "2027-01-15T20:00:00+05:30"
            scheduled_at | "2027-01-15T14:30:00Z" | "2027-01-15T14:30:00.000Z"
            max_retries | 3 | 3.0
            priority | "normal" | "normal"
            retry_policy | {"busy":{"factor":2}} | {"busy":{"factor":2.0}}
            retry_policy | {"busy":{},"machine":{}} | {"machine":{},"busy":{}}
            retry_policy | {"busy":{"base_seconds":60}} | {"busy":{"base_seconds":60.0}}
            call_config.variables | {"a":1,"b":{"c":2,"d":3}} | {"b":{"d":3,"c":2},"a":1}
            """)
    void equal_meaning_has_an_equal_hash(String field, String one, String other) {
        assertThat(accepted(with(field, one)).hash()).isEqualTo(accepted(with(field, other)).hash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            max_retries | 3
            priority | "normal"
            retry_policy | {}
            call_config | {}
            call_config.max_duration | 1800
            call_config.ring_timeout | 45
            call_config.machine_detection | "off"
            call_config.variables | {}
            """)
    void a_default_that_is_written_out_means_the_same(String field, String json) {
        assertThat(accepted(with(field, json)).hash()).isEqualTo(accepted(with("campaign_id", "\"c\"")).hash());
    }

    @Test
    void another_meaning_has_another_hash() {
        assertThat(List.of(with("campaign_id", "\"c\""), with("campaign_id", "\"d\""), with("max_retries", "2"),
                with("call_config.recording_enabled", "false"), with("call_config.variables", "{\"a\":1}"),
                with("call_config.variables", "{\"a\":null}"), with("custom_call_id", "\"x\""), FULL))
                .extracting(json -> accepted(json).hash()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+919123456789<+919123456780", "+919123456789,+919123456780", "sip:bob@example.com",
            "919123456789", "09123456789", "+91 9123456789 +91 9123456780", "+91", "+999123456789", "+9191234567890000",
            "+1 5550100", "+91912345678a", "+91912345678９", "+919123456789;ext=1", "+919123456789\\n",
            "tel:+919123456789"})
    void what_is_not_one_number_is_refused(String number) {
        Refusal refusal = refused(with("phone_number", "\"" + number + "\""));
        assertThat(refusal.field()).isEqualTo("phone_number");
        assertThat(refusal.code()).isEqualTo("invalid-phone-number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            phone_number | null
            phone_number | 919123456789
            phone_number | ["+919123456789"]
            campaign_id | ""
            campaign_id | null
            campaign_id | "a b"
            campaign_id | "."
            campaign_id | ".."
            campaign_id | "a\\n"
            campaign_id | 7
            custom_call_id | "active"
            custom_call_id | "."
            custom_call_id | ".."
            custom_call_id | ""
            custom_call_id | "a\\n"
            custom_call_id | "a/b"
            custom_call_id | null
            custom_call_id | 7
            priority | "asap"
            priority | "URGENT"
            priority | null
            priority | 1
            scheduled_at | "2027-01-15T14:30:00"
            scheduled_at | "2027-01-15"
            scheduled_at | "tomorrow"
            scheduled_at | ""
            scheduled_at | 1800000000
            scheduled_at | null
            scheduled_at | "2027-02-30T14:30:00Z"
            scheduled_at | "+99999-01-15T14:30:00Z"
            scheduled_at | "1969-12-31T23:59:59Z"
            scheduled_at | "-999999999-01-01T00:00:00+18:00"
            expires_at | "2027-01-15T14:30:00"
            expires_at | null
            max_retries | -1
            max_retries | 21
            max_retries | 3.5
            max_retries | 99999999999999999999
            max_retries | "3"
            max_retries | null
            max_retries | true
            timezone | "Mars/Olympus"
            timezone | "+05:30"
            timezone | ""
            timezone | null
            calling_window | null
            calling_window | "09:00"
            retry_policy | null
            retry_policy | []
            call_config | null
            call_config | "x"
            call_config.voice | null
            call_config.voice | 1
            call_config.voice | "\\ud800"
            call_config.max_duration | 0
            call_config.max_duration | 86401
            call_config.max_duration | "60"
            call_config.ring_timeout | 0
            call_config.ring_timeout | 601
            call_config.recording_enabled | "yes"
            call_config.recording_enabled | null
            call_config.flow_name | "\\udc00x"
            call_config.machine_detection | "on"
            call_config.machine_detection | null
            call_config.answer_url | "/relative"
            call_config.answer_url | "ftp://example.com/x"
            call_config.answer_url | "https://"
            call_config.answer_url | "https://a b"
            call_config.answer_url | ""
            call_config.variables | []
            call_config.variables | null
            call_config.variables | {"a":"\\ud800"}
            call_config.variables | {"a":[1e400]}
            call_config.variables | {"a":["x\\udc00\\ud800"]}
            """)
    void a_bad_value_is_refused_under_the_name_of_its_field(String field, String json) {
        Refusal refusal = refused(with(field, json));
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.code()).isEqualTo(field.equals("phone_number") ? "invalid-phone-number" : "invalid-request");
        assertThat(refused(KAFKA, with(field, json).getBytes(UTF_8))).containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            campaign_id | "A-Za-z0-9._:-"
            campaign_id | "..."
            custom_call_id | "Active"
            custom_call_id | "1:2.3-4_5"
            scheduled_at | "2027-01-15T14:30Z"
            scheduled_at | "2001-01-15T14:30:00-08:00"
            scheduled_at | "9999-12-31T23:59:59Z"
            max_retries | 0
            max_retries | 20
            timezone | "UTC"
            retry_policy | {"account_limit":{"max":0},"network":{"cap_seconds":1}}
            call_config.max_duration | 86400
            call_config.ring_timeout | 600
            call_config.recording_enabled | false
            call_config.machine_detection | "detect"
            call_config.answer_url | "HTTP://example.com:8765/x?y=1#z"
            call_config.voice | "\\ud83d\\udcde"
            call_config.variables | {"":{"a":[[[]]]}}
            """)
    void a_good_value_is_accepted(String field, String json) {
        CallRequest request = accepted(with(field, json));
        assertThat(accepted(KAFKA, with(field, json))).isEqualTo(request);
        assertThat(accepted(Json.text(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource({"max_retries,1e400", "max_retries,-1e999999999", "max_retries,1e99999999999999",
            "call_config.max_duration,1e400", "call_config.variables,{\"a\":-1e99999999999999}",
            "retry_policy,{\"busy\":{\"factor\":1e400}}"})
    void a_number_beyond_all_range_is_refused(String field, String json) {
        assertThat(refused(with(field, json)).code()).isEqualTo("invalid-request");
    }

    @Test
    void what_is_missing_is_named() {
        assertThat(refused(REST, "{}".getBytes(UTF_8))).containsExactly(
                new Refusal("campaign_id", "invalid-request", "is required"),
                new Refusal("phone_number", "invalid-phone-number", "is required"));
    }

    @Test
    void messages_say_what_would_be_right() {
        assertThat(refused(with("priority", "\"asap\"")).message()).contains("urgent", "high", "normal", "low");
        assertThat(refused(with("scheduled_at", "\"2027-01-15T14:30:00\"")).message()).contains("offset",
                "2027-01-15T14:30:00Z");
        assertThat(refused(with("max_retries", "21")).message()).contains("20");
        assertThat(refused(with("custom_call_id", "\"active\"")).message()).contains("'active' is reserved");
        assertThat(refused(with("retry_policy", "{\"busy\":{\"max\":21}}")).field()).isEqualTo("retry_policy.busy.max");
        Reading refused = REST.read(with("max_retries", "21").getBytes(UTF_8));
        assertThat(((Reading.Refused) refused).summary()).startsWith("max_retries: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59-00:01",
            "+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59-18:00"})
    void a_time_that_can_not_be_kept_is_not_said_to_be_no_time(String time) {
        assertThat(refused(with("scheduled_at", "\"" + time + "\"")).message()).isEqualTo("must be from 1970 to 9999");
    }

    @Test
    void an_expiry_before_the_time_asked_for_is_refused() {
        String both = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"scheduled_at\":\"2027-01-15T14:30:00Z\","
                + "\"expires_at\":\"2027-01-15T14:30:00Z\"}";
        assertThat(refused(both).field()).isEqualTo("expires_at");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            phone | {"phone":"x"}
            call_config.voices | {"call_config":{"voices":1}}
            retry_policy.sunday | {"retry_policy":{"sunday":5}}
            retry_policy.busy.maxx | {"retry_policy":{"busy":{"maxx":5}}}
            """)
    void unknown_fields_are_refused_by_rest_and_ignored_by_kafka(String field, String json) {
        String request = with("campaign_id", "\"c\"," + json.substring(1, json.length() - 1));
        assertThat(refused(request)).isEqualTo(new Refusal(field, "unknown-field", "no such field: remove it"));
        CallRequest read = accepted(KAFKA, request);
        assertThat(accepted(Json.text(read))).as("as REST would have it").isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"text\"", "7", "true", "{", "{}}", "[{}]", "{\"a\":NaN}",
            "{\"phone_number\":NaN}", "{\"a\":1,\"a\":2}", "\uFEFF", "{\"a\":1e99999999999999}", "nul",
            "{\"a\":\"\u0001\"}"})
    void what_is_no_object_of_json_is_refused(String text) {
        refused(REST, text.getBytes(UTF_8));
        refused(KAFKA, text.getBytes(UTF_8));
    }

    @Test
    void a_field_twice_is_refused_since_readers_differ_on_which_counts() {
        assertThat(
                refused("{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"phone_number\":\"+919123456780\"}")
                        .message())
                .contains("phone_number");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        byte[] json = with("call_config.voice", "\"xxx\"").getBytes(UTF_8);
        for (int i = 0; i < json.length; i++) {
            byte[] broken = json.clone();
            broken[i] = (byte) 0xFF;
            refused(REST, broken);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 400, 600, 100_000})
    void deep_nesting_is_refused(int depth) {
        refused(REST, with("call_config.variables", "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}")
                .getBytes(UTF_8));
        refused(REST, ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
        refused(REST, with("unknown", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8));
    }

    @Test
    void half_a_character_in_a_name_is_refused() {
        refused(REST, with("call_config.variables", "{\"\\ud800\":1}").getBytes(UTF_8));
        refused(KAFKA, with("call_config.variables", "{\"a\":{\"\\udc00b\":1}}").getBytes(UTF_8));
    }

    @Test
    void nesting_that_is_accepted_can_be_written_again() {
        CallRequest request = accepted(
                with("call_config.variables", "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}"));
        assertThat(Json.read(Json.bytes(Map.of("outer", request)), Map.class)).containsKey("outer");
    }

    @Test
    void no_change_of_a_few_bytes_makes_the_reader_throw() {
        long seed = new Random().nextLong();
        System.out.println("RequestReaderTest: seed " + seed);
        Random random = new Random(seed);
        byte[] tokens = "{}[]\",:0123456789eE+-.\\untrfalsx <\u007f".getBytes(UTF_8);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] json = FULL.getBytes(UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                json[random.nextInt(json.length)] = tokens[random.nextInt(tokens.length)];
            }
            Reading reading = (random.nextBoolean() ? REST : KAFKA).read(json);
            if (reading instanceof Reading.Accepted(CallRequest request)) {
                assertThat(Json.read(Json.bytes(request), CallRequest.class)).as("seed " + seed).isEqualTo(request);
            }
            readings.add(reading);
        }
        assertThat(readings).hasAtLeastOneElementOfType(Reading.Accepted.class)
                .hasAtLeastOneElementOfType(Reading.Refused.class);
    }
}
