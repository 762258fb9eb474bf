package io.callqueue.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** A customer's backend: queues calls by REST and asks what became of them. */
final class Api implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(40);
    private final URI uri;
    private final HttpClient http = HttpClient.newHttpClient();

    Api(URI uri) {
        this.uri = uri;
    }

    URI uri() {
        return uri;
    }

    /** What came back; a body that is no JSON is a missing node. */
    record Reply(int status, JsonNode body) {}

    Reply queue(Asked call) {
        return post("/api/calls/queue", call.body());
    }

    /** Queues a call that must be accepted. */
    void accepted(Asked call) {
        assertThat(queue(call).status()).as(call.id()).isEqualTo(202);
    }

    Reply bulk(String batch, List<Asked> calls) {
        return post("/api/calls/bulk-queue",
                Map.of("batch_id", batch, "calls", calls.stream().map(Asked::body).toList()));
    }

    Reply cancel(String id) {
        return send(to("/api/calls/" + id).DELETE());
    }

    Reply change(String id, Map<String, Object> wish) {
        return send(to("/api/calls/" + id).header("Content-Type", "application/json").method("PATCH",
                BodyPublishers.ofByteArray(Json.bytes(wish))));
    }

    /** A request about a campaign that must be taken. @param verb such as {@code pause?hangup=true} */
    JsonNode campaign(String id, String verb) {
        Reply reply = send(to("/api/campaigns/" + id + "/" + verb).POST(BodyPublishers.noBody()));
        assertThat(reply.status()).as("%s of %s: %s", verb, id, reply.body()).isIn(200, 202);
        return reply.body();
    }

    /** All that is known of a call. */
    JsonNode call(String id) {
        Reply reply = get("/api/calls/" + id);
        assertThat(reply.status()).as("GET of %s: %s", id, reply.body()).isEqualTo(200);
        return reply.body();
    }

    String status(String id) {
        return call(id).path("status").asString();
    }

    JsonNode queueStatus() {
        Reply reply = get("/api/queue/status");
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        return reply.body();
    }

    /** Redis may be made anew yet when a service is there. */
    void awaitOpen() {
        Awaitility.await("calls can be asked for").atMost(PATIENCE)
                .until(() -> get("/api/queue/status").status() == 200);
    }

    /** How many calls have not ended. */
    long open() {
        JsonNode status = queueStatus();
        return status.path("pending").path("total").asLong()
                + Stream.of("scheduled", "retrying", "deferred", "active", "unknown")
                        .mapToLong(word -> status.path(word).asLong()).sum();
    }

    /** The call, once it has one of these statuses. */
    JsonNode await(String id, String... statuses) {
        List<String> wanted = Arrays.asList(statuses);
        return Awaitility.await(id + " becomes " + wanted).atMost(PATIENCE).pollInterval(LOOK)
                .until(() -> call(id), call -> wanted.contains(call.path("status").asString()));
    }

    /** The call, once it ends; it must end like this. */
    JsonNode ends(String id, String status) {
        JsonNode call = await(id, "completed", "failed", "cancelled", "expired");
        assertThat(call.path("status").asString()).as(call.toString()).isEqualTo(status);
        return call;
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    Reply get(String path) {
        return send(to(path));
    }

    private Reply post(String path, Object body) {
        return send(
                to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(uri.resolve(path)).timeout(PATIENCE);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Json.tree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(request.build().uri() + " does not answer", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
