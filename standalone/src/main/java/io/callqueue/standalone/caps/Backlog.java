package io.callqueue.standalone.caps;

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
import java.util.stream.IntStream;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;

/** A backend that queues many calls, each to a number of its own. */
public final class Backlog implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int ACCEPTED = 202;
    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();
    private int queued;

    public Backlog(String api) {
        this.api = URI.create(api);
    }

    /** Their ids begin with the word of their priority. */
    public void queue(int calls, Priority priority) throws IOException, InterruptedException {
        for (int left = calls; left > 0; left -= BATCH) {
            int first = queued;
            queued += Math.min(left, BATCH);
            send(IntStream.range(first, queued).mapToObj(number -> call(number, priority)).toList());
        }
    }

    private static Map<String, Object> call(int number, Priority priority) {
        return Map.of("custom_call_id", priority.word() + "-" + number, "phone_number",
                "+1415%07d".formatted(5_000_000 + number), "campaign_id", "campaign-" + number % 4, "priority",
                priority.word());
    }

    private void send(List<Map<String, Object>> calls) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/api/calls/bulk-queue"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(Map.of("batch_id", "backlog", "calls", calls)))).build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != ACCEPTED) {
            throw new IOException("a batch was answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
