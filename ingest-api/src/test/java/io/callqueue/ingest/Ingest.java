package io.callqueue.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.store.CallStore;
import io.callqueue.store.RedisSettings;

/** A running service, asked over real HTTP. */
public final class Ingest implements AutoCloseable {
    public static final String AUTH_TOKEN = "my_auth_token";
    public static final String PUBLIC_URL = "https://calls.example.com:8443";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private Ingest(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param settings as on the command line, without the dashes */
    public static Ingest start(String kafka, String redis, List<Class<?>> overrides, String... settings) {
        Map<String, String> values = new LinkedHashMap<>(Map.of("server.address", "127.0.0.1", "server.port", "0",
                "callqueue.kafka.bootstrap-servers", kafka, "callqueue.redis.url", redis, "callqueue.redis.timeout",
                "30s", "callqueue.kafka.partitions", "4", "callqueue.webhook.public-url", PUBLIC_URL,
                "callqueue.webhook.auth-token", AUTH_TOKEN, "spring.main.allow-bean-definition-overriding", "true"));
        for (String setting : settings) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        String[] args = values.entrySet().stream().map(value -> "--" + value.getKey() + "=" + value.getValue())
                .toArray(String[]::new);
        return new Ingest(IngestApplication.builder().sources(overrides.toArray(Class[]::new)).run(args));
    }

    /** One more on the same Kafka and Redis. */
    public Ingest another(List<Class<?>> overrides, String... settings) {
        return start(bean(KafkaSettings.class).bootstrapServers(), bean(RedisSettings.class).url(), overrides,
                settings);
    }

    /** What came back. */
    public record Reply(int status, HttpResponse<String> response) {
        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return Json.MAPPER.readTree(body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The last word of a problem's type; fails when this is no problem. */
        public String problem() {
            if (!header("content-type").equals("application/problem+json")) {
                throw new AssertionError("no problem, but " + status + " " + header("content-type") + ": " + body());
            }
            return json().path("type").asString().replace("urn:callqueue:problem:", "");
        }
    }

    public HttpRequest.Builder request(String path) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }

    public CompletableFuture<Reply> sendLater(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response));
    }

    public Reply post(String path, String json) {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public CallStore store() {
        return bean(CallStore.class);
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
