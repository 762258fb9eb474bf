package io.callqueue.simulator.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.simulator.time.NanoClock;

/** The JDK's HTTP server, one virtual thread a request. */
public final class HttpFront implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
    private static final int BACKLOG = 1024;
    /** Bound by the dispatching thread before a worker exists: the earliest moment at which a request can be stamped. */
    private static final ScopedValue<Long> ARRIVED = ScopedValue.newInstance();

    static {
        prefer("sun.net.httpserver.nodelay", "true");
        // As many servers do: a keep-alive connection that the server drops first looks to a dialer like a call of unknown fate
        prefer("sun.net.httpserver.idleInterval", "5");
        prefer("sun.net.httpserver.maxIdleConnections", "5000");
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Route route;

    public HttpFront(InetSocketAddress address, NanoClock clock, Route route) throws IOException {
        this.route = route;
        server = HttpServer.create(address, BACKLOG);
        server.setExecutor(task -> {
            long arrivedAt = clock.nanos();
            workers.execute(() -> ScopedValue.where(ARRIVED, arrivedAt).run(task));
        });
        server.createContext("/", this::exchange);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            switch (answer(request)) {
                case Reply.Whole whole -> write(exchange, whole);
                case Reply.Streamed streamed -> write(exchange, streamed);
                case Reply.Dropped _ -> log.debug("{} {}: dropped, as told", request.method(), request.path());
            }
        }
    }

    private Reply answer(Request request) {
        try {
            return route.handle(request);
        } catch (RuntimeException bug) {
            log.error("{} {} failed", request.method(), request.path(), bug);
            return Reply.text(500, "text/plain", "The simulator failed: " + bug);
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
        Parameters query = Parameters.parse(exchange.getRequestURI().getRawQuery());
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("/");
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new Request(exchange.getRequestMethod(), path, query, authorization, body, ARRIVED.get());
    }

    private static void write(HttpExchange exchange, Reply.Whole reply) throws IOException {
        if (!reply.contentType().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        if (reply.body().length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static void write(HttpExchange exchange, Reply.Streamed reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(200, 0);
        reply.body().writeTo(exchange.getResponseBody());
    }

    private static void prefer(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
