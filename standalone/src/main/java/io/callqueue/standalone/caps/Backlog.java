package io.callqueue.standalone.caps;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntFunction;
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

    /** Of four campaigns in turn; their ids begin with the word of their priority. */
    public void queue(int calls, Priority priority) throws IOException, InterruptedException {
        queue(calls, number -> call(priority.word(), "campaign-" + number % 4, number, priority));
    }

    /** Of this campaign; their ids begin with it. */
    void queue(int calls, String campaign) throws IOException, InterruptedException {
        queue(calls, number -> call(campaign, campaign, number, Priority.NORMAL));
    }

    private void queue(int calls, IntFunction<Map<String, Object>> call) throws IOException, InterruptedException {
        for (int left = calls; left > 0; left -= BATCH) {
            int first = queued;
            queued += Math.min(left, BATCH);
            send("/api/calls/bulk-queue",
                    Map.of("batch_id", "backlog", "calls", IntStream.range(first, queued).mapToObj(call).toList()));
        }
    }

    /** Returns its id once it is accepted. */
    String queueOne(Priority priority) throws IOException, InterruptedException {
        int number = queued++;
        Map<String, Object> call = call(priority.word(), "campaign-" + number % 4, number, priority);
        send("/api/calls/queue", call);
        return String.valueOf(call.get("custom_call_id"));
    }

    private static Map<String, Object> call(String name, String campaign, int number, Priority priority) {
        return Map.of("custom_call_id", name + "-" + number, "phone_number",
                "+1415%07d".formatted(5_000_000 + number), "campaign_id", campaign, "priority", priority.word());
    }

    private void send(String path, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))).build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != ACCEPTED) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
