package io.callqueue.ingest.dnc;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.Priority;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.ingest.control.PatientControl;
import io.callqueue.topic.Topics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** There is no dispatcher here: the test puts records in force as one would. */
@ExtendWith(IngestExtension.class)
class DncTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String NO_NUMBER = "no number\n";
    private static final String HEAD = "POST /api/dnc HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
            + "Content-Length: " + NO_NUMBER.length() + "\r\nExpect: 100-continue\r\n\r\n";
    private static final String GO_ON = "HTTP/1.1 100 Continue\r\n\r\n";
    private final Ingest ingest;
    private final Records records;
    private final ControlStore store;
    private final String number = "+1415%07d".formatted(6_000_000 + NUMBERS.incrementAndGet());
    private final String id = "dnc-" + UUID.randomUUID();

    DncTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.store = ingest.bean(ControlStore.class);
    }

    @Test
    void a_number_is_listed_shown_and_taken_off_again() {
        assertThat(ingest.get(path()).status()).isEqualTo(404);
        assertThat(inForce(putting("{\"reason\":\"asked us not to\"}")).status()).isEqualTo(204);
        Reply shown = ingest.get(path());
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).startsWith(
                "{\"number\":\"" + number + "\",\"reason\":\"asked us not to\",\"since\":\"").endsWith("Z\"}");
        assertThat(inForce(ingest.request(path()).DELETE()).status()).isEqualTo(204);
        assertThat(ingest.get(path()).problem()).isEqualTo("not-found");
        assertThat(inForce(ingest.request(path()).DELETE()).status()).isEqualTo(204);
    }

    @Test
    void a_number_that_is_listed_again_keeps_since_when_and_takes_the_new_reason() {
        assertThat(inForce(putting("")).status()).isEqualTo(204);
        JsonNode first = ingest.get(path()).json();
        assertThat(first.path("reason").isNull()).isTrue();
        assertThat(inForce(putting("{\"reason\":\"moved\"}")).status()).isEqualTo(204);
        JsonNode second = ingest.get(path()).json();
        assertThat(second.path("reason").asString()).isEqualTo("moved");
        assertThat(second.path("since")).isEqualTo(first.path("since"));
    }

    @Test
    void while_no_dispatcher_is_there_a_number_is_accepted_only() {
        Reply reply = ingest.bean(PatientControl.class).unheard(ingest.sendLater(putting("")));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(ingest.get(path()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"919123456789", "+1", "abc", "+91912345678900000000", "+14155550100,+14155550101"})
    void what_is_no_number_is_refused(String bad) {
        for (var request : List.of(ingest.request("/api/dnc/" + bad).GET(), ingest.request("/api/dnc/" + bad).DELETE(),
                ingest.request("/api/dnc/" + bad).PUT(BodyPublishers.noBody()))) {
            Reply reply = ingest.send(request);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problem()).isEqualTo("invalid-phone-number");
            assertThat(reply.json().path("field").asString()).isEqualTo("number");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"reason\":7} | 422 | invalid-request",
            "{\"reason\":\"\"} | 422 | invalid-request", "{\"why\":\"x\"} | 422 | unknown-field",
            "[] | 400 | invalid-request", "{\"reason\":\"\\ud800\"} | 422 | invalid-request"})
    void a_body_that_gives_no_reason_is_refused(String body, int status, String problem) {
        Reply reply = ingest.send(putting(body));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }

    @Test
    void a_call_to_a_listed_number_is_refused_with_its_reason() {
        inForce(putting("{\"reason\":\"asked us not to\"}"));
        Reply reply = ingest.post("/api/calls/queue", call(id, number));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("do-not-call");
        assertThat(reply.json().path("field").asString()).isEqualTo("phone_number");
        assertThat(reply.json().path("detail").asString()).contains("do-not-call list since 2").contains(
                "(asked us not to)");
        assertThat(ingest.get("/api/calls/" + id + "/status").status()).isEqualTo(404);
        assertThat(records.of(Topics.of(Priority.NORMAL), id)).isEmpty();
        inForce(ingest.request(path()).DELETE());
        assertThat(ingest.post("/api/calls/queue", call(id, number)).status()).isEqualTo(202);
    }

    @Test
    void a_call_that_was_accepted_before_its_number_was_listed_is_answered_again_as_before() {
        Reply first = ingest.post("/api/calls/queue", call(id, number));
        inForce(putting(""));
        Reply again = ingest.post("/api/calls/queue", call(id, number));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void a_listed_number_is_an_error_of_its_row_in_a_batch() {
        inForce(putting(""));
        Reply reply = ingest.post("/api/calls/bulk-queue", "{\"calls\":[" + call(id, "+919123456789") + ","
                + call(id + "-listed", number) + ",{\"phone_number\":\"" + number + "\",\"campaign_id\":\"c-1\"}]}");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("accepted").asInt()).isEqualTo(1);
        assertThat(reply.json().path("rejected").asInt()).isEqualTo(2);
        for (int row = 1; row <= 2; row++) {
            JsonNode error = reply.json().path("results").path(row).path("error");
            assertThat(error.path("code").asString()).isEqualTo("do-not-call");
            assertThat(error.path("field").asString()).isEqualTo("phone_number");
        }
    }

    @Test
    void a_call_that_a_dispatcher_refused_shows_its_outcome() {
        ingest.post("/api/calls/queue", call(id, number));
        new io.callqueue.ingest.Calls(ingest.store()).move(id,
                (call, now) -> io.callqueue.call.Moves.refuse(call, call.revision(), now));
        JsonNode status = ingest.get("/api/calls/" + id + "/status").json();
        assertThat(status.path("status").asString()).isEqualTo("cancelled");
        assertThat(status.path("outcome").asString()).isEqualTo("rejected");
        assertThat(status.path("error").asString()).isEqualTo("do_not_call");
        assertThat(status.path("attempt").asInt()).isZero();
    }

    @Test
    void ten_thousand_lines_are_all_in_kafka_when_they_are_accepted() {
        String prefix = "+1%03d".formatted(300 + NUMBERS.incrementAndGet());
        String csv = IntStream.range(0, 10_000).mapToObj(n -> prefix + "%07d".formatted(2_000_000 + n))
                .collect(Collectors.joining(",from a file\n", "number,reason\n", "\nnot a number\n"));
        Reply reply = ingest.send(posting(csv));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).startsWith("{\"accepted\":10000,\"rejected\":1,\"errors\":[{\"line\":10002,");
        List<ConsumerRecord<byte[], byte[]>> written = records.all(Topics.CONTROL).stream()
                .filter(found -> Records.key(found).startsWith("dnc:" + prefix)).toList();
        assertThat(written).extracting(Records::key).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(Records.value(written.getFirst())).startsWith("{\"schema_version\":1,\"number\":\"" + prefix)
                .contains("\"reason\":\"from a file\",\"since\":\"");
    }

    @Test
    void a_file_beyond_those_that_fit_into_memory_at_once_is_to_come_again() throws IOException {
        List<Socket> reading = new ArrayList<>();
        try {
            for (int n = 0; n < ingest.bean(DncSettings.class).maxFiles(); n++) {
                reading.add(connect());
                awaitTurn(reading.getLast());
            }
            Reply beyond = ingest.send(posting(NO_NUMBER));
            assertThat(beyond.status()).isEqualTo(503);
            assertThat(beyond.problem()).isEqualTo("overloaded");
            assertThat(beyond.header("retry-after")).isNotBlank();
            for (Socket each : reading) {
                each.getOutputStream().write(NO_NUMBER.getBytes(US_ASCII));
                assertThat(read(each, "HTTP/1.1 422".length())).isEqualTo("HTTP/1.1 422");
            }
        } finally {
            for (Socket each : reading) {
                each.close();
            }
        }
        assertThat(ingest.send(posting(NO_NUMBER)).status()).isEqualTo(422);
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", ingest.request("/").build().uri().getPort());
        client.setSoTimeout(30_000);
        return client;
    }

    /** Begins a file, and returns when its body is awaited: it has its turn by then. */
    private static void awaitTurn(Socket client) throws IOException {
        client.getOutputStream().write(HEAD.getBytes(US_ASCII));
        assertThat(read(client, GO_ON.length())).isEqualTo(GO_ON);
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), US_ASCII);
    }

    @Test
    void a_file_without_any_number_is_refused_with_its_lines() {
        Reply reply = ingest.send(posting("number\n123\n" + "x7\n".repeat(150)));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertThat(reply.json().path("rejected").asInt()).isEqualTo(151);
        assertThat(reply.json().path("errors").size()).isEqualTo(100);
        assertThat(ingest.send(posting("")).status()).isEqualTo(422);
        assertThat(ingest.send(posting(number + ",\"open")).status()).isEqualTo(400);
        assertThat(ingest.post("/api/dnc", "{}").status()).isEqualTo(415);
        assertThat(records.of(Topics.CONTROL, "dnc:" + number)).isEmpty();
    }

    private String path() {
        return "/api/dnc/" + number;
    }

    private static String call(String id, String number) {
        return "{\"phone_number\":\"" + number + "\",\"campaign_id\":\"c-1\",\"custom_call_id\":\"" + id + "\"}";
    }

    private HttpRequest.Builder putting(String body) {
        return ingest.request(path()).PUT(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder posting(String csv) {
        return ingest.request("/api/dnc").header("Content-Type", "text/csv").POST(BodyPublishers.ofString(csv));
    }

    /** Sends this, and puts the record that it writes in force. */
    private Reply inForce(HttpRequest.Builder request) {
        String key = "dnc:" + number;
        Map<TopicPartition, Long> ends = records.ends(Topics.CONTROL);
        CompletableFuture<Reply> reply = ingest.sendLater(request);
        ConsumerRecord<byte[], byte[]> written = records.awaitRecord(ends, key);
        store.apply(key, written.offset(), Optional.ofNullable(written.value())).join();
        return reply.join();
    }
}
