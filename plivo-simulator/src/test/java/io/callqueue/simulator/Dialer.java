package io.callqueue.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.http.Json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A client of the simulator under test, without any retry of its own. */
final class Dialer implements AutoCloseable {
    record Answer(int status, JsonNode json, HttpResponse<String> response) {
        String error() {
            return json.path("error").asString("");
        }

        String requestUuid() {
            return json.path("request_uuid").asString("");
        }
    }

    /** Behind a URL: a receiver that stands still for some seconds is no reason to post again. */
    static final String PATIENT = "#ct=10000&rt=60000";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PlivoSimulator simulator;
    private final Receiver receiver;
    private String token;

    Dialer(PlivoSimulator simulator, Receiver receiver) {
        this.simulator = simulator;
        this.receiver = receiver;
        token = simulator.authToken();
    }

    void usesToken(String other) {
        token = other;
    }

    /** A create with every URL at the receiver, for the call named c-1 in its first attempt. */
    Map<String, Object> create(String to) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", "+14155550100");
        body.put("to", to);
        body.put("answer_url", receiver.url("/answer" + PATIENT));
        body.put("ring_url", receiver.url("/ring?call_id=c-1&attempt=1" + PATIENT));
        body.put("hangup_url", receiver.url("/hangup?call_id=c-1&attempt=1" + PATIENT));
        return body;
    }

    Map<String, Object> create(String to, String name, Object value) {
        Map<String, Object> body = create(to);
        body.put(name, value);
        return body;
    }

    Answer dial(String to) throws IOException {
        return dial(create(to));
    }

    Answer dial(Map<String, Object> body) throws IOException {
        return plivo("POST", "Call/", Json.MAPPER.writeValueAsString(body));
    }

    /** The answer when it comes; how it fails is of no matter. */
    CompletableFuture<Answer> dialing(String to) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return dial(to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    Answer get(String path) {
        try {
            return plivo("GET", path, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer delete(String path) throws IOException {
        return plivo("DELETE", path, "");
    }

    Answer plivo(String method, String path, String body) throws IOException {
        return send(method, "/v1/Account/" + simulator.authId() + "/" + path, body);
    }

    Answer send(String method, String path, String body) throws IOException {
        String pair = Base64.getEncoder()
                .encodeToString((simulator.authId() + ":" + token).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.uri() + path))
                .header("Authorization", "Basic " + pair)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()), response);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            return Json.MAPPER.createObjectNode();
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
