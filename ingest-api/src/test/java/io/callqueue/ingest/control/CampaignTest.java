package io.callqueue.ingest.control;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** There is no dispatcher here: the test puts records in force as one would. */
@ExtendWith(IngestExtension.class)
class CampaignTest {
    private final Ingest ingest;
    private final Records records;
    private final ControlStore store;
    private final Map<TopicPartition, Long> ends;
    private final String id = "campaign:" + UUID.randomUUID();

    CampaignTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.store = ingest.bean(ControlStore.class);
        this.ends = records.ends(Topics.CONTROL);
    }

    @Test
    void nothing_is_set_for_a_campaign_that_nobody_spoke_of() {
        Reply reply = get();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(view("null", "null", false).replace("}", ",\"counts\":{\"queued\":0,"
                + "\"scheduled\":0,\"deferred\":0,\"dialing\":0,\"unknown\":0,\"ringing\":0,\"in_progress\":0,"
                + "\"retrying\":0,\"completed\":0,\"failed\":0,\"cancelled\":0,\"expired\":0},\"total\":0,"
                + "\"progress\":null,\"success_rate\":null,\"failure_rate\":null,\"cancel\":null,\"retry_failed\":null,\"statistics\":null}"));
    }

    @Test
    void a_field_that_is_left_out_stays_and_null_unsets_it() {
        assertInForce(inForce(putting("{\"max_concurrent\":10,\"rate_per_second\":2.5}")), view("10", "2.5", false));
        assertInForce(inForce(putting("{\"rate_per_second\":0.001,\"paused\":true}")), view("10", "0.001", true));
        assertInForce(inForce(putting("{\"max_concurrent\":null}")), view("null", "0.001", true));
        assertInForce(inForce(putting("{\"rate_per_second\":null,\"paused\":null}")), view("null", "null", false));
    }

    @Test
    void a_body_that_sets_nothing_changes_nothing() {
        assertInForce(ingest.send(putting("{}")), view("null", "null", false));
        assertThat(written()).isEmpty();
    }

    @Test
    void a_pause_holds_until_the_campaign_is_resumed_and_leaves_its_limits_alone() {
        inForce(putting("{\"max_concurrent\":10}"));
        assertInForce(inForce(posting("pause")), view("10", "null", true));
        assertInForce(inForce(posting("pause")), view("10", "null", true));
        assertInForce(inForce(posting("resume")), view("10", "null", false));
        assertInForce(inForce(posting("resume")), view("10", "null", false));
    }

    @Test
    void a_retry_policy_is_shown_as_it_was_set_and_null_unsets_it() {
        Reply set = inForce(putting("{\"retry_policy\":{\"no_answer\":{\"max\":2,\"factor\":1.5},\"machine\":{}}}"));
        assertThat(set.status()).isEqualTo(200);
        String shown = view("null", "null", false).replace("\"retry_policy\":null",
                "\"retry_policy\":{\"machine\":{},\"no_answer\":{\"max\":2,\"factor\":1.5}}");
        assertInForce(set, shown);
        assertShown(shown);
        assertInForce(inForce(putting("{\"retry_policy\":null}")), view("null", "null", false));
    }

    @Test
    void who_sets_different_things_at_the_same_moment_loses_nothing() {
        assertThat(inForce(List.of(putting("{\"max_concurrent\":10}"), posting("pause"),
                putting("{\"rate_per_second\":2.5}")))).extracting(Reply::status).containsOnly(200);
        assertShown(view("10", "2.5", true));
    }

    @Test
    void what_is_unset_leaves_empty_records() {
        inForce(putting("{\"max_concurrent\":10,\"rate_per_second\":2.5,\"paused\":true,\"retry_policy\":{\"busy\":{}},"
                + "\"calling_window\":{\"from\":\"09:00\",\"to\":\"18:00\"}}"));
        assertThat(last(CampaignSetting.RATE_PER_SECOND))
                .hasValue("{\"schema_version\":1,\"rate_per_second\":2.5,\"paused\":false}");
        inForce(putting("{\"max_concurrent\":null,\"rate_per_second\":null,\"calling_window\":null,\"paused\":false,"
                + "\"retry_policy\":null}"));
        assertThat(Stream.of(CampaignSetting.values()).filter(setting -> setting != CampaignSetting.CANCELLED)
                .map(this::last)).allSatisfy(
                        value -> assertThat(value).isEmpty());
    }

    @Test
    void a_window_is_shown_with_its_defaults_and_null_unsets_it() {
        String window = "{\"days\":[\"mon\",\"fri\"],\"from\":\"09:00\",\"to\":\"18:00\",\"timezone\":\"callee\"}";
        Reply set = inForce(putting(
                "{\"calling_window\":{\"from\":\"09:00\",\"to\":\"18:00\",\"days\":[\"fri\",\"mon\"]}}"));
        assertInForce(set, view("null", "null", false).replace("\"calling_window\":null",
                "\"calling_window\":" + window));
        assertThat(last(CampaignSetting.CALLING_WINDOW))
                .hasValue("{\"schema_version\":1,\"calling_window\":" + window + ",\"paused\":false}");
        assertInForce(inForce(putting("{\"calling_window\":null}")), view("null", "null", false));
    }

    @Test
    void while_no_dispatcher_is_there_settings_are_accepted_only() {
        List<Reply> replies = Stream.of(putting("{\"max_concurrent\":7}"), posting("pause")).map(ingest::sendLater)
                .map(reply -> ingest.bean(PatientControl.class).unheard(reply)).toList();
        assertThat(replies).extracting(Reply::status).containsOnly(202);
        assertThat(replies.getFirst().body()).isEqualTo(view("7", "null", false));
        assertThat(replies.getLast().body()).isEqualTo(view("null", "null", true));
        assertShown(view("null", "null", false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"max_concurrent\":0}                                | max_concurrent  | invalid-request",
            "{\"max_concurrent\":1000001}                          | max_concurrent  | invalid-request",
            "{\"max_concurrent\":1e999999}                         | max_concurrent  | invalid-request",
            "{\"max_concurrent\":[1]}                              | max_concurrent  | invalid-request",
            "{\"max_concurrent\":\"10\"}                           | max_concurrent  | invalid-request",
            "{\"rate_per_second\":0}                               | rate_per_second | invalid-request",
            "{\"rate_per_second\":0.0009}                          | rate_per_second | invalid-request",
            "{\"rate_per_second\":10000.1}                         | rate_per_second | invalid-request",
            "{\"rate_per_second\":1e999999}                        | rate_per_second | invalid-request",
            "{\"rate_per_second\":{\"a\":1}}                       | rate_per_second | invalid-request",
            "{\"retry_policy\":{\"busy\":{\"max\":21}}}           | retry_policy.busy.max | invalid-request",
            "{\"retry_policy\":{\"busy\":{\"factor\":0.5}}}       | retry_policy.busy.factor | invalid-request",
            "{\"retry_policy\":{\"busy\":null}}                   | retry_policy.busy | invalid-request",
            "{\"retry_policy\":{\"engaged\":{}}}                  | retry_policy.engaged | unknown-field",
            "{\"retry_policy\":[]}                                | retry_policy    | invalid-request",
            "{\"paused\":\"true\"}                                 | paused          | invalid-request",
            "{\"paused\":1}                                        | paused          | invalid-request",
            "{\"paused\":[]}                                       | paused          | invalid-request",
            "{\"max_concurrent\":10,\"paused\":\"yes\"}            | paused          | invalid-request",
            "{\"calling_window\":\"09:00\"}                        | calling_window  | invalid-request",
            "{\"calling_window\":{\"from\":\"09:00\"}}               | calling_window.to | invalid-request",
            "{\"calling_window\":{\"from\":\"09:00\",\"to\":\"09:00\"}} | calling_window.to | invalid-request",
            "{\"calling_window\":{\"from\":\"09:00\",\"to\":\"18:00\",\"until\":1}} | calling_window.until | unknown-field",
            "{\"campaign_id\":\"c\"}                               | campaign_id     | unknown-field",
            "{\"schema_version\":1}                                | schema_version  | unknown-field",
            "{\"cancelled\":null}                                  | cancelled       | unknown-field",
            "{\"max_concurrent_calls\":40}                         | max_concurrent_calls | unknown-field",
            "{\"__proto__\":{\"paused\":true}}                     | __proto__       | unknown-field"})
    void an_impossible_setting_is_refused_with_its_field(String body, String field, String problem) {
        Reply reply = ingest.send(putting(body));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
        assertThat(reply.json().path("errors").path(0).path("message").asString()).isNotBlank();
    }

    @Test
    void of_a_body_with_one_wrong_field_nothing_is_written() {
        Reply reply = ingest.send(putting("{\"max_concurrent\":10,\"rate_per_second\":1,\"paused\":\"yes\"}"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(written()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''", "[]", "7", "null", "true", "[{\"paused\":true}]", "{\"paused\":",
            "{\"paused\":true,\"paused\":false}", "{\"paused\":true}x"})
    void a_body_that_is_no_object_is_refused(String body) {
        Reply reply = ingest.send(putting(body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("invalid-request");
    }

    @Test
    void a_body_that_nests_deeper_than_anybody_reads_is_refused() {
        Reply reply = ingest.send(putting("{\"paused\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}"));
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void a_huge_body_is_refused() {
        Reply reply = ingest.send(putting("{\"paused\":true" + " ".repeat(70_000) + "}"));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.problem()).isEqualTo("too-large");
        assertThat(written()).isEmpty();
    }

    @Test
    void a_body_without_a_type_is_refused() {
        Reply reply = ingest.send(ingest.request(path()).PUT(BodyPublishers.ofString("{}")));
        assertThat(reply.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a%2Fpaused", "%2F", "a%20b", "%C3%A9", "a%0A", "a%00", "a%7Bb", "a%25b",
            "%F0%9F%93%9E",
            "a,b", "a+b", "%2E%2E%2Flimits"})
    void no_campaign_has_an_id_that_no_call_request_takes(String bad) {
        String path = "/api/campaigns/" + bad;
        assertThat(Stream.of(ingest.request(path).GET(), putting(path, "{\"paused\":true}"),
                ingest.request(path + "/pause").POST(BodyPublishers.noBody()),
                ingest.request(path + "/cancel").POST(BodyPublishers.noBody()),
                ingest.request(path + "/resume").POST(BodyPublishers.noBody())).map(ingest::send))
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(404);
                    assertThat(reply.problem()).isEqualTo("not-found");
                });
    }

    @Test
    void an_id_has_at_most_128_characters() {
        assertThat(ingest.get("/api/campaigns/" + "a".repeat(128)).status()).isEqualTo(200);
        assertThat(ingest.get("/api/campaigns/" + "a".repeat(129)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/campaigns/", "/api/campaigns/a/b", "/api/campaigns/a/pause/b"})
    void there_is_nothing_beside(String path) {
        assertThat(ingest.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_pause_is_posted_and_nothing_else() {
        assertThat(ingest.get(path() + "/pause").status()).isEqualTo(405);
        assertThat(ingest.send(ingest.request(path()).DELETE()).status()).isEqualTo(405);
        assertThat(ingest.post(path(), "{}").status()).isEqualTo(405);
    }

    private String path() {
        return "/api/campaigns/" + id;
    }

    private Reply get() {
        return ingest.get(path());
    }

    private HttpRequest.Builder putting(String body) {
        return putting(path(), body);
    }

    private HttpRequest.Builder putting(String path, String body) {
        return ingest.request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder posting(String verb) {
        return ingest.request(path() + "/" + verb).POST(BodyPublishers.noBody());
    }

    private String view(String calls, String rate, boolean paused) {
        return "{\"campaign_id\":\"%s\",\"max_concurrent\":%s,\"rate_per_second\":%s,\"calling_window\":null,\"paused\":%s,\"retry_policy\":null,\"cancelled\":false}"
                .formatted(id, calls, rate, paused);
    }

    private void assertInForce(Reply reply, String view) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(view);
        assertShown(view);
    }

    private void assertShown(String view) {
        assertThat(get().body()).startsWith(view.substring(0, view.length() - 1) + ",\"counts\":");
    }

    private Reply inForce(HttpRequest.Builder request) {
        return inForce(List.of(request)).getFirst();
    }

    /** Sends these at once, and puts what they write in force until all are answered. */
    private List<Reply> inForce(List<HttpRequest.Builder> requests) {
        List<CompletableFuture<Reply>> replies = requests.stream().map(ingest::sendLater).toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            written().forEach(found -> store
                    .apply(Records.key(found), found.offset(), Optional.ofNullable(found.value())).join());
            return replies.stream().allMatch(CompletableFuture::isDone);
        });
        return replies.stream().map(CompletableFuture::join).toList();
    }

    /** The records of this campaign. */
    private List<ConsumerRecord<byte[], byte[]>> written() {
        return records.from(ends).stream()
                .filter(found -> Records.key(found).startsWith("campaign:" + id + "/")).toList();
    }

    /** The value of the last record of this setting. */
    private Optional<String> last(CampaignSetting setting) {
        String key = new CampaignKey(id, setting).text();
        return Optional.of(written().stream().filter(found -> Records.key(found).equals(key)).toList().getLast())
                .filter(found -> found.value() != null).map(Records::value);
    }
}
