package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.callqueue.codec.Json;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A Plivo of a few listed calls, each of which says what a test tells it to. It notes what it is asked. */
final class ListingPlivo implements AutoCloseable {
    /** An answer: its status and its body. */
    record Answer(int status, String body) {
        static Answer of(Map<String, ?> body) {
            return new Answer(200, Json.text(body));
        }
    }

    static final Answer GONE = new Answer(404, "{\"api_id\":\"a\",\"error\":\"not found\"}");
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile CountDownLatch held = new CountDownLatch(0);

    ListingPlivo() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        lists("queued");
        lists("live");
        answers.put("records", Answer.of(Map.of("api_id", "a", "objects", List.of())));
        answers.put("records+", Answer.of(Map.of("api_id", "a", "objects", List.of())));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void lists(String status, String... uuids) {
        answers.put(status, Answer.of(Map.of("api_id", "a", "calls", List.of(uuids))));
    }

    /** @param question such as {@code live}, {@code live/some-uuid}, {@code records}, or {@code records+} of a number with its + */
    void says(String question, Answer answer) {
        answers.put(question, answer);
    }

    static Answer call(String from, String to, String status) {
        return Answer.of(Map.of("api_id", "a", "direction", "outbound", "from", from, "to", to, "call_status", status));
    }

    static Answer record(String uuid, String from, String to) {
        return record(uuid, from, to, Map.of("hangup_cause_code", 4000, "hangup_cause_name", "Normal Hangup"));
    }

    static Answer record(String uuid, String from, String to, Map<String, Object> more) {
        Map<String, Object> record = new HashMap<>(Map.of("call_uuid", uuid, "from_number", from, "to_number", to));
        record.putAll(more);
        return Answer.of(Map.of("api_id", "a", "objects", List.of(record)));
    }

    /** From here it keeps those waiting who ask for call records. */
    void holdsRecords() {
        held = new CountDownLatch(1);
    }

    void letsGo() {
        held.countDown();
    }

    int asked(String question) {
        return (int) asked.stream().filter(question::equals).count();
    }

    private void answer(HttpExchange exchange) {
        String question = question(exchange.getRequestURI());
        asked.add(question);
        try (exchange) {
            if (question.equals("records")) {
                held.await();
            }
            Answer answer = answers.getOrDefault(question, GONE);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String question(URI uri) {
        String uuid = uri.getPath().replaceAll(".*/Call/|/$", "");
        String status = uri.getQuery() == null ? "" : uri.getQuery().replaceAll(".*status=(\\w+).*", "$1");
        String records = String.valueOf(uri.getQuery()).contains("to_number=+") ? "records+" : "records";
        return uuid.isEmpty() ? (status.matches("queued|live") ? status : records) : status + "/" + uuid;
    }

    @Override
    public void close() {
        letsGo();
        server.stop(0);
    }
}
