package io.callqueue.standalone.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;

/** A backend that queues calls and asks what became of them. A batch that is not confirmed is sent again, as its clients should. */
final class Campaign implements AutoCloseable {
    private static final String ID = "soak-";
    private static final int OK = 200;
    private static final int QUEUED = 202;
    private static final int CONFLICT = 409;
    private static final int BATCH = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ACCEPTED = Duration.ofMinutes(3);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(200);
    private final URI api;
    private final long seed;
    private final int backlog;
    private final CallingWindows windows;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> ids = new ArrayList<>();
    private Meanwhile meanwhile = () -> {};

    /** Something to do. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    /** @param backlog as many calls as are open, about, while more are queued */
    Campaign(String api, long seed, int backlog, CallingWindows windows) {
        this.windows = windows;
        this.api = URI.create(api);
        this.seed = seed;
        this.backlog = backlog;
    }

    /** What is done again and again while callqueue gives no answer: all of its dispatchers may be frozen just then. */
    void whileWaiting(Meanwhile done) {
        meanwhile = done;
    }

    /** As many batches as it takes that a backlog waits. */
    void queueMore() throws InterruptedException, IOException {
        while (open() < backlog) {
            queueBatch();
        }
    }

    private void queueBatch() throws IOException, InterruptedException {
        long start = System.nanoTime();
        int first = ids.size();
        List<Map<String, Object>> calls = IntStream.range(first, first + BATCH).mapToObj(this::call).toList();
        byte[] body = Json.bytes(Map.of("batch_id", "batch-" + first, "calls", calls));
        while (send(HttpRequest.newBuilder(api.resolve("/api/calls/bulk-queue"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)), QUEUED)
                .path("rejected")
                .asInt(BATCH) != 0) {
            if (System.nanoTime() - start > ACCEPTED.toNanos()) {
                throw new IOException("a batch was not accepted for " + ACCEPTED.toSeconds() + " s");
            }
            Thread.sleep(AGAIN);
        }
        calls.forEach(call -> ids.add(String.valueOf(call.get("custom_call_id"))));
    }

    /** Every tenth call is to the same number as the one before it, every eighth is for later. */
    private Map<String, Object> call(int number) {
        Random random = random(number);
        Priority priority = Priority.values()[random.nextInt(Priority.values().length)];
        Map<String, Object> call = new HashMap<>(Map.of("custom_call_id", ID + number, "phone_number",
                phoneNumber(number), "campaign_id", campaign(random), "priority", priority.word(),
                "max_retries", 5, "call_config", Map.of("ring_timeout", 5, "max_duration", 10)));
        if (number % 8 == 3) {
            call.put("scheduled_at", Instant.now().plus(LATER).toString());
        }
        windows.narrow(number, call);
        return call;
    }

    static String phoneNumber(int number) {
        return "+1415%07d".formatted(5_000_000 + (number % 10 == 9 ? number - 1 : number));
    }

    /** Which of the calls it was, in the order they were queued in. */
    static int number(String callId) {
        return Integer.parseInt(callId.substring(ID.length()));
    }

    /** The campaign that a call belongs to. */
    String of(String callId) {
        Random random = random(number(callId));
        int unused = random.nextInt(Priority.values().length);
        return campaign(random);
    }

    private Random random(int number) {
        return new Random(seed * 1_000_003 + number);
    }

    private static String campaign(Random random) {
        return "campaign-" + random.nextInt(4);
    }

    long open() throws IOException, InterruptedException {
        JsonNode status = get("/api/queue/status");
        return status.path("pending").path("total").asLong()
                + Stream.of("scheduled", "retrying", "deferred", "active", "unknown")
                        .mapToLong(word -> status.path(word).asLong()).sum();
    }

    int queued() {
        return ids.size();
    }

    List<String> ids() {
        return Collections.unmodifiableList(ids);
    }

    /** What callqueue answers, once it does: Redis may be away for a moment. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return answered(HttpRequest.newBuilder(api.resolve(path)), OK);
    }

    void put(String path, Map<String, Object> body, int status) throws IOException, InterruptedException {
        JsonNode unused = answered(HttpRequest.newBuilder(api.resolve(path)).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Json.bytes(body))), status);
    }

    void post(String path, int status) throws IOException, InterruptedException {
        JsonNode unused = answered(HttpRequest.newBuilder(api.resolve(path)).POST(BodyPublishers.noBody()), status);
    }

    /** Whether it was done, when ingest-api knows: it may come too late, or not be known yet. */
    boolean patch(String path, Map<String, Object> body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(Json.bytes(body)));
        long start = System.nanoTime();
        int status = status(request);
        while (status != OK && status != QUEUED && status != CONFLICT) {
            if (System.nanoTime() - start > ACCEPTED.toNanos()) {
                throw new IOException("ingest-api answered " + status + " to a PATCH of " + path);
            }
            meanwhile.run();
            Thread.sleep(AGAIN);
            status = status(request);
        }
        return status == OK;
    }

    private int status(HttpRequest.Builder request) throws InterruptedException {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Answered 200 or 204: of what is set, that it is in force, which takes a dispatcher that runs. */
    private JsonNode answered(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            JsonNode answer = send(request, status);
            if (!answer.isMissingNode()) {
                return answer;
            }
            if (System.nanoTime() - start > ACCEPTED.toNanos()) {
                throw new IOException("ingest-api gave no answer to " + request.build().uri() + " for "
                        + ACCEPTED.toSeconds() + " s");
            }
            meanwhile.run();
            Thread.sleep(AGAIN);
        }
    }

    /** Nothing when it is not there, or says something else. */
    private JsonNode send(HttpRequest.Builder request, int status) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != status) {
                return Json.MAPPER.missingNode();
            }
            return response.body().length == 0 ? Json.MAPPER.createObjectNode() : Json.tree(response.body());
        } catch (IOException e) {
            return Json.MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
