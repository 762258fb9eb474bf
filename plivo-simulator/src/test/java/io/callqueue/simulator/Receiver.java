package io.callqueue.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.callqueue.simulator.http.Parameters;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The caller's side: takes webhooks, keeps them in order of arrival, and answers as it is told. */
final class Receiver implements AutoCloseable {
    record Post(String method, URI url, Map<String, String> fields, Map<String, String> headers) {
        String path() {
            return url.getPath();
        }

        String field(String name) {
            return Objects.requireNonNullElse(fields.get(name), "(absent)");
        }

        String header(String name) {
            return Objects.requireNonNullElse(headers.get(name.toLowerCase(Locale.ROOT)), "(absent)");
        }
    }

    static final String XML = "<Response><Speak>Hi</Speak></Response>";

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private volatile String body = XML;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::take);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The next requests are answered with these; afterwards 200 again. 0 closes the connection. */
    synchronized void answersNext(Integer... next) {
        statuses.addAll(List.of(next));
    }

    void answersWith(String newBody) {
        body = newBody;
    }

    List<Post> posts() {
        return posts;
    }

    List<String> paths() {
        return posts.stream().map(Post::path).toList();
    }

    Post only(String path) {
        List<Post> found = posts.stream().filter(post -> post.path().equals(path)).toList();
        if (found.size() != 1) {
            throw new AssertionError(path + " was posted " + found.size() + " times");
        }
        return found.getFirst();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> fields = new LinkedHashMap<>();
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Parameters.parse(form).pairs().forEach(pair -> fields.put(pair.key(), pair.value()));
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            posts.add(new Post(exchange.getRequestMethod(), URI.create(url(exchange.getRequestURI().toString())),
                    fields, headers));
            int status = nextStatus();
            if (status != 0) {
                byte[] bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private synchronized int nextStatus() {
        return statuses.isEmpty() ? 200 : statuses.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
