package io.callqueue.ingest.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.control.PlivoHealth;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.startup.Connections;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTest {
    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int botAnswers = 200;
    private HttpServer bot;
    private EmbeddedRedis redis;
    private Ingest ingest;

    @BeforeAll
    void start() throws IOException {
        bot = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        bot.createContext("/bot/health", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(botAnswers, -1);
            exchange.close();
        });
        bot.start();
        redis = EmbeddedRedis.start(RedisOptions.temporary());
        ingest = Ingest.start(KAFKA.bootstrapServers(), redis.uri(), List.of(),
                "callqueue.health.agent-server-url=http://127.0.0.1:" + bot.getAddress().getPort() + "/bot/",
                "callqueue.health.timeout=30s", "callqueue.health.cached=300ms");
    }

    @AfterEach
    void mend() {
        botAnswers = 200;
        redis.start();
    }

    @AfterAll
    void stop() {
        ingest.close();
        redis.close();
        bot.stop(0);
    }

    private Reply health() {
        return ingest.get("/api/health");
    }

    private Reply awaitHealth(Predicate<Reply> expected) {
        return await().atMost(PATIENCE).until(this::health, expected);
    }

    private static String component(Reply reply, String name) {
        return reply.json().path("components").path(name).path("status").asString();
    }

    @Test
    void everything_up_is_healthy_and_plivo_is_left_alone() {
        Reply healthy = awaitHealth(reply -> reply.status() == 200 && component(reply, "agent_server").equals("up")
                && component(reply, "plivo").equals("unknown"));
        assertThat(healthy.body()).isEqualTo(
                """
                        {"status":"up","components":{"kafka":{"status":"up"},"redis":{"status":"up"},\
                        "plivo":{"status":"unknown","reason":"no dispatcher dialed lately"},"agent_server":{"status":"up"}}}""");
    }

    @Test
    void plivo_is_as_the_dispatchers_found_it_until_they_say_nothing_more() {
        PlivoHealth dispatcher = new PlivoHealth(ingest.bean(Connections.class).redis());
        await().atMost(PATIENCE).until(() -> {
            dispatcher.reportUp().join();
            return component(health(), "plivo").equals("up");
        });
        Reply down = await().atMost(PATIENCE).until(() -> {
            dispatcher.reportDown("HTTP 502: Bad gateway").join();
            return health();
        }, reply -> component(reply, "plivo").equals("down"));
        assertThat(down.status()).isEqualTo(200);
        assertThat(down.json().path("components").path("plivo").path("reason").asString())
                .isEqualTo("HTTP 502: Bad gateway");
        awaitHealth(reply -> component(reply, "plivo").equals("unknown"));
    }

    @Test
    void a_sick_voice_bot_is_told_but_does_not_make_the_service_sick() {
        botAnswers = 500;
        Reply sick = awaitHealth(reply -> component(reply, "agent_server").equals("down"));
        assertThat(sick.status()).isEqualTo(200);
        assertThat(sick.json().path("components").path("agent_server").path("reason").asString())
                .endsWith("/bot/health answers 500");
    }

    @Test
    void a_voice_bot_that_never_ends_its_answer_is_given_up() throws IOException {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Probes probes = new Probes(ingest.bean(Connections.class), asking(endless.getLocalPort()))) {
            endless.setSoTimeout(30_000);
            CompletableFuture<Component> answer = CompletableFuture.supplyAsync(probes::agentServer);
            try (Socket asker = endless.accept()) {
                asker.setSoTimeout(30_000);
                BufferedReader request = new BufferedReader(new InputStreamReader(asker.getInputStream(), US_ASCII));
                assertThat(request.lines().takeWhile(line -> !line.isEmpty())).first()
                        .isEqualTo("GET /health HTTP/1.1");
                asker.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".getBytes(US_ASCII));
                assertThat(answer).succeedsWithin(Duration.ofSeconds(30)).extracting(Component::status)
                        .isEqualTo(Component.State.DOWN);
                assertThat(isClosed(request)).isTrue();
            }
        }
    }

    private static HealthSettings asking(int port) {
        return new HealthSettings(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(3), Duration.ZERO);
    }

    /** Whoever leaves an answer unread may close with a reset. */
    private static boolean isClosed(Reader connection) throws IOException {
        try {
            return connection.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void redis_away_is_told_with_503() {
        redis.stop();
        Reply away = awaitHealth(reply -> reply.status() == 503);
        assertThat(component(away, "redis")).isEqualTo("down");
        assertThat(component(away, "kafka")).isEqualTo("up");
        assertThat(component(away, "plivo")).isEqualTo("unknown");
        redis.start();
        awaitHealth(reply -> reply.status() == 200);
    }

    @Test
    void many_who_ask_at_once_make_one_question() {
        awaitHealth(reply -> reply.status() == 200);
        int before = asked.get();
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            health();
        }
        long moments = (System.nanoTime() - start) / 300_000_000L;
        assertThat(asked.get() - before).isLessThanOrEqualTo((int) moments + 2);
    }
}
