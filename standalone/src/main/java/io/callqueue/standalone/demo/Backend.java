package io.callqueue.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;

/** A customer's backend: it queues calls by REST and by Kafka, and asks what became of them. */
final class Backend implements AutoCloseable {
    private final URI api;
    private final String bootstrapServers;
    private final HttpClient http = HttpClient.newHttpClient();

    Backend(URI api, String bootstrapServers) {
        this.api = api;
        this.bootstrapServers = bootstrapServers;
    }

    void queue(SampleCall call) throws IOException, InterruptedException {
        post("/api/calls/queue", call.request());
    }

    void queueInBulk(List<SampleCall> calls) throws IOException, InterruptedException {
        post("/api/calls/bulk-queue",
                Map.of("batch_id", SampleCampaign.ID, "calls", calls.stream().map(SampleCall::request).toList()));
    }

    /** Writes straight to the topics, as any Kafka producer may. */
    void produce(List<SampleCall> calls) throws InterruptedException, ExecutionException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new StringSerializer())) {
            List<Future<?>> sent = calls.stream().<Future<?>>map(call -> producer
                    .send(new ProducerRecord<>("calls." + call.request().get("priority"), call.id(),
                            Json.text(call.request()))))
                    .toList();
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return read(HttpRequest.newBuilder(api.resolve(path)).build());
    }

    private void post(String path, Object body) throws IOException, InterruptedException {
        JsonNode unused = read(HttpRequest.newBuilder(api.resolve(path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))).build());
    }

    private JsonNode read(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.method() + " " + request.uri() + " was answered " + response.statusCode() + ": "
                            + new String(response.body(), StandardCharsets.UTF_8));
        }
        return Json.tree(response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
