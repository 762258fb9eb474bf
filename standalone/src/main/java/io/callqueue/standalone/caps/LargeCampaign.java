package io.callqueue.standalone.caps;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;
import io.callqueue.simulator.witness.Witness;
import io.callqueue.standalone.town.Town;
import io.callqueue.store.CallStore;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** A campaign of many calls that wait for tomorrow is paused, resumed and cancelled, while the calls of another one are dialed. */
public final class LargeCampaign {
    private static final int RATE = 50;
    private static final int OTHERS = 30_000;
    private static final int AT_ONCE = 1_000;
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    private final Path logs;
    private final int calls;
    private final PrintStream out;

    /** @param logs where each service says what it does, @param calls of the large campaign */
    public LargeCampaign(Path logs, int calls, PrintStream out) {
        this.logs = logs;
        this.calls = calls;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (Town town = new Dispatchers(logs).start(1, Duration.ofMillis(100),
                Map.of("MAX_CONCURRENT_CALLS", 10_000, "RATE_LIMIT_PER_SECOND", RATE));
                Backlog others = new Backlog(town.api());
                HttpClient http = HttpClient.newHttpClient()) {
            fill(town.redis.uri());
            others.queue(OTHERS, "small");
            Witness witness = town.plivo.witness();
            out.printf("campaign: %.1f dials a second of another campaign beside %,d calls that wait%n",
                    dialsPerSecond(witness, BEFORE), calls);
            for (String verb : new String[]{"pause", "resume", "cancel"}) {
                out.printf("campaign: %s answered after %d ms%n", verb, post(http, town.api(), verb).toMillis());
            }
            ended(http, town.api(), witness);
        }
    }

    private void ended(HttpClient http, String api, Witness witness) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int before = witness.placed();
        while (!report(http, api).contains("\"done\":true")) {
            Thread.sleep(LOOK);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("campaign: all its calls had ended %.1f s later, and %.1f calls a second of the other one were"
                + " dialed meanwhile%n", seconds, (witness.placed() - before) / seconds);
    }

    private static double dialsPerSecond(Witness witness, Duration length) throws InterruptedException {
        Thread.sleep(BEFORE.dividedBy(4)); // it has begun by then
        int before = witness.placed();
        long start = System.nanoTime();
        Thread.sleep(length);
        return (witness.placed() - before) / ((System.nanoTime() - start) / 1e9);
    }

    /** Past ingest-api, which would take much longer. */
    private void fill(String redis) {
        CallRequest request = ((Reading.Accepted) new RequestReader(RequestReader.UnknownFields.REFUSE).read(Json.bytes(
                Map.of("phone_number", "+919123456789", "campaign_id", "large")))).request();
        Optional<Instant> due = Optional.of(Instant.now().plus(Duration.ofDays(1)));
        long start = System.nanoTime();
        try (RedisConnection connection = RedisConnection.open(new RedisSettings(redis, Duration.ofSeconds(30)))) {
            CallStore store = new CallStore(connection.commands());
            for (int first = 0; first < calls; first += AT_ONCE) {
                CompletableFuture.allOf(IntStream.range(first, Math.min(calls, first + AT_ONCE))
                        .mapToObj(n -> store.create(
                                Call.created(new CallId("large-" + n), request.order(Instant.now()), due), request))
                        .toArray(CompletableFuture[]::new)).join();
            }
        }
        out.printf("campaign: %,d calls created in %.0f s%n", calls, (System.nanoTime() - start) / 1e9);
    }

    private static Duration post(HttpClient http, String api, String verb) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/api/campaigns/large/" + verb))
                .POST(BodyPublishers.noBody()).build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200 && status != 202) {
            throw new IOException(verb + " was answered " + status);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String report(HttpClient http, String api) throws IOException, InterruptedException {
        return new String(http.send(HttpRequest.newBuilder(URI.create(api + "/api/campaigns/large")).build(),
                BodyHandlers.ofByteArray()).body(), StandardCharsets.UTF_8);
    }
}
