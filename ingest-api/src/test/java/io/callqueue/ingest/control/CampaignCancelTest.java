package io.callqueue.ingest.control;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.CallId;
import io.callqueue.call.Moves;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.Calls;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.kafka.RecordSender;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** There is no dispatcher and no retry-scheduler here: the test does their part. */
@ExtendWith(IngestExtension.class)
class CampaignCancelTest {
    private static final String QUEUE = "/api/calls/queue";
    private final Ingest ingest;
    private final Records records;
    private final ControlStore control;
    private final Calls calls;
    private final Map<TopicPartition, Long> ends;
    private final String id = "c-" + UUID.randomUUID();

    CampaignCancelTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.control = ingest.bean(ControlStore.class);
        this.calls = new Calls(ingest.store());
        this.ends = records.ends(Topics.CONTROL);
    }

    @Test
    void a_campaign_s_calls_are_counted_and_its_progress_and_rates_follow_from_that() {
        queue("done");
        queue("busy");
        queue("waits");
        queue("ended");
        calls.claim(call("done"));
        calls.complete(call("done"));
        calls.claim(call("busy"));
        calls.failBusy(call("busy"));
        calls.move(call("ended"), (call, now) -> Moves.cancel(call, now));
        JsonNode shown = get();
        assertThat(shown.path("counts").path("queued").asInt()).isEqualTo(1);
        assertThat(shown.path("counts").path("completed").asInt()).isEqualTo(1);
        assertThat(shown.path("total").asInt()).isEqualTo(4);
        assertThat(shown.path("progress").asDouble()).isEqualTo(0.75);
        assertThat(shown.path("success_rate").asDouble()).isEqualTo(1 / 3.0);
        assertThat(shown.path("failure_rate").asDouble()).isEqualTo(1 / 3.0);
    }

    @Test
    void a_cancellation_is_accepted_at_once_with_a_link_to_its_progress() {
        queue("waits");
        Reply reply = ingest.send(posting("cancel?hangup=true"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("location")).isEqualTo("/api/campaigns/" + id);
        String at = reply.json().path("requested_at").asString();
        assertThat(Instant.parse(at)).isBeforeOrEqualTo(Instant.now());
        assertThat(reply.body()).isEqualTo("{\"campaign_id\":\"%s\",\"requested_at\":\"%s\",\"hangup\":true,"
                .formatted(id, at) + "\"progress_link\":\"/api/campaigns/%s\"}".formatted(id));
        putInForce();
        JsonNode cancel = get().path("cancel");
        assertThat(cancel.toString()).isEqualTo(
                "{\"requested_at\":\"%s\",\"hangup\":true,\"remaining\":1,\"done\":false}".formatted(at));
        calls.move(call("waits"), (call, now) -> Moves.cancelWithCampaign(call, now, true));
        assertThat(get().path("cancel").path("done").asBoolean()).isTrue();
    }

    @Test
    void without_a_dispatcher_a_cancellation_is_answered_after_half_a_second() {
        AtomicLong clock = new AtomicLong();
        CampaignCancelController controller = new CampaignCancelController(
                new Control(ingest.bean(RecordSender.class), control, clock::get, Duration.ofMinutes(1)), control,
                ingest.bean(CampaignWork.class), Clock.systemUTC());
        var reply = controller.cancel(id, new LinkedMultiValueMap<>(Map.of("hangup", List.of("false")))).toFuture();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            clock.addAndGet(Duration.ofMillis(501).toNanos());
            return reply.isDone();
        });
        assertThat(reply.join().getStatusCode().value()).isEqualTo(202);
        assertThat(written()).isNotEmpty();
    }

    @Test
    void calls_of_a_cancelled_campaign_are_refused_with_the_reason_until_it_is_resumed() {
        assertThat(queue("before").status()).isEqualTo(202);
        cancel("cancel");
        Reply refused = queue("after");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("conflict");
        assertThat(refused.json().path("field").asString()).isEqualTo("campaign_id");
        assertThat(refused.json().path("detail").asString()).contains("cancelled");
        assertThat(records.of(Topics.of(io.callqueue.call.Priority.NORMAL), call("after"))).isEmpty();
        assertThat(ingest.store().read(new CallId(call("after"))).join().call()).isEmpty();
        assertThat(queue("before").status()).as("a repetition of what was accepted").isEqualTo(200);
        Reply resumed = inForce(posting("resume"));
        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.json().path("cancelled").asBoolean()).isFalse();
        assertThat(queue("after").status()).isEqualTo(202);
        assertThat(get().path("cancel").isNull()).isTrue();
        assertThat(control.campaign(id).join().cancelled().map(Cancellation::resumed)).contains(true);
    }

    @Test
    void a_call_of_a_batch_is_refused_on_its_own() {
        cancel("cancel");
        String other = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"other-" + id + "\"}";
        Reply reply = ingest.post("/api/calls/bulk-queue",
                "{\"batch_id\":\"b-" + id + "\",\"calls\":[" + request("a") + "," + other + "]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("accepted").asInt()).isEqualTo(1);
        JsonNode error = reply.json().path("results").path(0).path("error");
        assertThat(error.path("field").asString()).isEqualTo("campaign_id");
        assertThat(error.path("code").asString()).isEqualTo("conflict");
    }

    @Test
    void cancelled_again_its_moment_moves_on_and_a_hangup_stays_wanted() {
        cancel("cancel?hangup=true");
        Cancellation first = control.campaign(id).join().cancelled().orElseThrow();
        await().until(() -> Instant.now().isAfter(first.before().plusMillis(2)));
        cancel("cancel");
        Cancellation second = control.campaign(id).join().cancelled().orElseThrow();
        assertThat(second.before()).isAfter(first.before());
        assertThat(second.hangUp()).isTrue();
        inForce(posting("resume"));
        cancel("cancel");
        assertThat(control.campaign(id).join().cancelled().orElseThrow().hangUp()).isFalse();
    }

    @Test
    void a_cancel_that_was_not_in_force_yet_is_lifted_too() {
        assertThat(ingest.send(posting("cancel")).status()).isEqualTo(202); // nobody puts it in force meanwhile
        Reply resumed = inForce(posting("resume"));
        assertThat(resumed.status()).isEqualTo(200);
        assertThat(control.campaign(id).join().cancelled().map(Cancellation::resumed)).contains(true);
        assertThat(queue("after").status()).isEqualTo(202);
    }

    @Test
    void a_resume_of_what_is_not_cancelled_writes_no_cancellation() {
        inForce(posting("resume"));
        assertThat(written()).extracting(Records::key).containsExactly("campaign:" + id + "/paused",
                "campaign:" + id + "/hang_up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel?hangup", "cancel?hangup=", "cancel?hangup=true&hangup=false", "cancel?hangup=yes",
            "cancel?hangup=TRUE", "cancel?hangup=1"})
    void an_impossible_parameter_is_refused(String verb) {
        Reply reply = ingest.send(posting(verb));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("hangup");
        assertThat(written()).isEmpty();
    }

    @Test
    void all_campaigns_are_listed_page_by_page() {
        queue("one");
        cancel("cancel");
        List<String> listed = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = ingest.get("/api/campaigns?limit=3&after=" + after).json();
            page.path("campaigns").forEach(campaign -> listed.add(campaign.path("campaign_id").asString()));
            after = page.path("next").asString("");
        } while (page.path("next").isString());
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(listed).isSorted().doesNotHaveDuplicates().contains(id);
        JsonNode mine = ingest.get("/api/campaigns?limit=1&after=" + id.substring(0, id.length() - 1)).json()
                .path("campaigns").path(0);
        assertThat(mine).isEqualTo(get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "x", "99999999999"})
    void a_page_has_a_possible_size(String limit) {
        Reply reply = ingest.get("/api/campaigns?limit=" + limit);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("limit");
    }

    private String call(String name) {
        return id + "-" + name;
    }

    private String request(String name) {
        return "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"%s\",\"custom_call_id\":\"%s\"}".formatted(id,
                call(name));
    }

    private Reply queue(String name) {
        return ingest.post(QUEUE, request(name));
    }

    private JsonNode get() {
        return ingest.get("/api/campaigns/" + id).json();
    }

    private HttpRequest.Builder posting(String verb) {
        return ingest.request("/api/campaigns/" + id + "/" + verb).POST(BodyPublishers.noBody());
    }

    private void cancel(String verb) {
        assertThat(inForce(posting(verb)).status()).isEqualTo(202);
        putInForce();
    }

    /** Sends this, and puts what it writes in force until it is answered. */
    private Reply inForce(HttpRequest.Builder request) {
        CompletableFuture<Reply> reply = ingest.sendLater(request);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            putInForce();
            return reply.isDone();
        });
        return reply.join();
    }

    private void putInForce() {
        written().forEach(found -> control
                .apply(Records.key(found), found.offset(), Optional.ofNullable(found.value())).join());
    }

    private List<ConsumerRecord<byte[], byte[]>> written() {
        return records.from(ends).stream()
                .filter(found -> Records.key(found).startsWith("campaign:" + id + "/")).toList();
    }
}
