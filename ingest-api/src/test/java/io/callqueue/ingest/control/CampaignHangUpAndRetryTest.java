package io.callqueue.ingest.control;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.RetryFailed;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.request.CallRequest;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** There is no dispatcher and no retry-scheduler here: the test does their part. */
@ExtendWith(IngestExtension.class)
class CampaignHangUpAndRetryTest {
    private final Ingest ingest;
    private final Records records;
    private final ControlStore control;
    private final Map<TopicPartition, Long> ends;
    private final String id = "c-" + UUID.randomUUID();

    CampaignHangUpAndRetryTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.control = ingest.bean(ControlStore.class);
        this.ends = records.ends(Topics.CONTROL);
    }

    @Test
    void a_pause_with_hang_up_is_written_before_the_hang_up_is() {
        Reply reply = inForce(posting("pause?hangup=true"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("paused").asBoolean()).isTrue();
        assertThat(written()).extracting(Records::key).containsExactly("campaign:" + id + "/paused",
                "campaign:" + id + "/hang_up");
        assertThat(control.campaign(id).join().hangUp()).isPresent();
        assertThat(control.walks().hangingUp().join()).containsKey(id);
    }

    @Test
    void a_pause_hangs_nothing_up_unless_that_is_asked_for_and_takes_no_hang_up_back() {
        inForce(posting("pause"));
        inForce(posting("pause?hangup=false"));
        assertThat(written()).extracting(Records::key).containsOnly("campaign:" + id + "/paused");
        inForce(posting("pause?hangup=true"));
        Optional<Instant> hangUp = control.campaign(id).join().hangUp();
        inForce(posting("pause"));
        assertThat(control.campaign(id).join().hangUp()).isEqualTo(hangUp);
        assertThat(control.walks().hangingUp().join()).containsKey(id);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_end_of_the_pause_takes_the_hang_up_back(boolean bySetting) {
        inForce(posting("pause?hangup=true"));
        inForce(bySetting
                ? ingest.request("/api/campaigns/" + id).header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"paused\":false}"))
                : posting("resume"));
        assertThat(control.campaign(id).join().hangUp()).isEmpty();
        assertThat(control.walks().hangingUp().join()).doesNotContainKey(id);
    }

    @Test
    void new_calls_for_failed_ones_are_accepted_at_once_with_a_link_to_their_progress() {
        Reply reply = ingest.send(posting("retry-failed?outcome=no_answer"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("location")).isEqualTo("/api/campaigns/" + id);
        String at = reply.json().path("requested_at").asString();
        assertThat(reply.body()).isEqualTo("{\"campaign_id\":\"%s\",\"requested_at\":\"%s\",\"outcome\":\"no_answer\","
                .formatted(id, at) + "\"progress_link\":\"/api/campaigns/%s\"}".formatted(id));
        RetryFailed wish = RetryFailed.of(id, Instant.parse(at), Optional.of(Outcome.NO_ANSWER));
        assertThat(written()).singleElement().satisfies(found -> {
            assertThat(Records.key(found)).isEqualTo("retry-failed:" + id + "/no_answer");
            assertThat(Json.read(found.value(), RetryFailed.class)).isEqualTo(wish);
        });
        putInForce();
        assertThat(get().path("retry_failed").toString())
                .isEqualTo("[{\"requested_at\":\"%s\",\"outcome\":\"no_answer\"}]".formatted(at));
        control.walks().endRetryingFailed(wish.name(), Json.text(wish)).join();
        assertThat(get().path("retry_failed").isNull()).isTrue();
    }

    @Test
    void of_a_cancelled_campaign_no_call_is_made_anew() {
        assertThat(ingest.send(posting("cancel")).status()).isEqualTo(202);
        putInForce();
        Reply refused = ingest.send(posting("retry-failed"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("conflict");
        assertThat(refused.json().path("field").asString()).isEqualTo("campaign_id");
        assertThat(written()).extracting(Records::key).containsExactly("campaign:" + id + "/cancelled");
        inForce(posting("resume"));
        assertThat(ingest.send(posting("retry-failed")).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry-failed?outcome=tired", "retry-failed?outcome=NO_ANSWER", "retry-failed?outcome="})
    void an_impossible_outcome_is_refused(String verb) {
        Reply reply = ingest.send(posting(verb));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("outcome");
        assertThat(reply.json().path("detail").asString()).contains("no_answer, busy");
        assertThat(written()).isEmpty();
    }

    @Test
    void an_impossible_hang_up_is_refused() {
        Reply reply = ingest.send(posting("pause?hangup=yes"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("field").asString()).isEqualTo("hangup");
        assertThat(written()).isEmpty();
    }

    @Test
    void a_call_tells_in_whose_place_it_was_made() {
        CallId old = new CallId(id + "-old");
        ingest.post("/api/calls/queue",
                "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"%s\",\"custom_call_id\":\"%s\"}"
                        .formatted(id, old));
        CallRequest again = ingest.store().details().request(old).join().orElseThrow().again(Priority.NORMAL);
        CallId made = new CallId(old + ".r1");
        ingest.store().create(Call.created(made, again.order(Instant.now()).inPlaceOf(old), Optional.empty()), again)
                .join();
        for (String path : List.of("/api/calls/" + made, "/api/calls/" + made + "/status")) {
            assertThat(ingest.get(path).json().path("retry_of").asString()).isEqualTo(old.value());
        }
        assertThat(ingest.get("/api/calls/" + old).json().path("retry_of").isNull()).isTrue();
    }

    private JsonNode get() {
        return ingest.get("/api/campaigns/" + id).json();
    }

    private HttpRequest.Builder posting(String verb) {
        return ingest.request("/api/campaigns/" + id + "/" + verb).POST(BodyPublishers.noBody());
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
        return records.from(ends).stream().filter(found -> Records.key(found).contains(":" + id + "/"))
                .toList();
    }
}
