package io.callqueue.startup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.store.RedisSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class StartupTest {
    @Test
    void a_variable_that_is_set_to_nothing_is_not_set() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.getEnvironment().getPropertySources().replace("systemEnvironment",
                    new SystemEnvironmentPropertySource("systemEnvironment",
                            Map.of("PORT", "", "HOST", " ", "KEPT", "x")));
            new BlankVariables().initialize(context);
            assertThat(context.getEnvironment().resolvePlaceholders("${PORT:8000} ${HOST:127.0.0.1} ${KEPT:none}"))
                    .isEqualTo("8000 127.0.0.1 x");
        }
    }

    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Logger log = (Logger) LoggerFactory.getLogger(Waiting.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        log.setAdditive(false);
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(said);
    }

    private List<String> messages() {
        return List.copyOf(said.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static KafkaSettings kafkaSettings() {
        return new KafkaSettings(kafka.bootstrapServers(), 2, (short) 1, Duration.ofSeconds(6));
    }

    private static RedisSettings redisSettings(EmbeddedRedis redis) {
        return new RedisSettings(redis.uri(), Duration.ofSeconds(30));
    }

    @Test
    void waiting_says_so_once_and_goes_on() throws InterruptedException {
        Queue<Callable<String>> answers = new ArrayDeque<>(List.of(() -> {
            throw new IOException("outer", new IOException("connection refused"));
        }, () -> {
            throw new IOException("still not");
        }, () -> "there"));
        assertThat(Waiting.until("Redis", Duration.ofMillis(1), IOException.class::isInstance,
                () -> answers.remove().call())).isEqualTo("there");
        assertThat(messages()).containsExactly("waiting for Redis: connection refused", "Redis is there, going on");
    }

    @Test
    void what_waiting_can_not_mend_is_thrown() {
        assertThatThrownBy(() -> Waiting.until("Redis", IOException.class::isInstance, () -> {
            throw new UnsupportedOperationException("never");
        })).isInstanceOf(UnsupportedOperationException.class);
        assertThatIllegalStateException().isThrownBy(() -> Waiting.until("Redis", e -> false, () -> {
            throw new IOException("broken");
        })).withMessage("Redis can not be used: broken");
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_redis_that_evicts_is_refused() {
        try (EmbeddedRedis evicting = EmbeddedRedis
                .start(RedisOptions.temporary().withSetting("maxmemory-policy", "allkeys-lru"))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Connections.open(kafkaSettings(), redisSettings(evicting), new Random(1)))
                    .withMessageContaining("maxmemory-policy allkeys-lru").withMessageContaining("set");
        }
    }

    @Test
    void a_service_waits_for_redis_and_then_finds_everything() throws InterruptedException {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary())) {
            redis.stop();
            Thread back = Thread.ofVirtual().unstarted(() -> {
                await().atMost(PATIENCE).until(() -> !messages().isEmpty());
                redis.start();
            });
            back.start();
            try (Connections connections = Connections.open(kafkaSettings(), redisSettings(redis), new Random(1))) {
                await().atMost(PATIENCE).until(() -> connections.redisClosedBecause().isEmpty());
                assertThat(connections.store().overview().counts().join().counts()).isEmpty();
                assertThat(connections.sender().partitions("calls.low")).isEqualTo(2);
                assertThat(connections.redis().ping().toCompletableFuture().join()).isEqualTo("PONG");
            }
            back.join();
            assertThat(messages().getFirst()).startsWith("waiting for Redis at redis://");
            assertThat(messages().get(1)).startsWith("Redis at redis://").endsWith("is there, going on");
        }
    }

    @Test
    void a_service_that_begins_to_listen_waits_for_a_redis_that_went_away_since_it_connected()
            throws InterruptedException {
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(kafka::deleteTopics);
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.temporary());
                Connections connections = Connections.open(kafkaSettings(), redisSettings(redis), new Random(1))) {
            redis.stop();
            Thread back = Thread.ofVirtual().unstarted(() -> {
                await().atMost(PATIENCE).until(() -> !messages().isEmpty());
                redis.start();
            });
            back.start();
            AtomicInteger heard = new AtomicInteger();
            connections.listen(List.of("news"), (channel, message) -> heard.incrementAndGet());
            back.join();
            await().atMost(PATIENCE).ignoreExceptions().until(
                    () -> connections.redis().publish("news", "1").toCompletableFuture().join() == 1);
            await().atMost(PATIENCE).until(() -> heard.get() > 0);
        }
    }

    @Test
    void a_password_is_not_logged() throws InterruptedException {
        RedisSettings secret = new RedisSettings("redis://user:p@ss@127.0.0.1:1", Duration.ofSeconds(1));
        Thread opening = Thread.ofVirtual().start(() -> {
            try {
                Connections.open(kafkaSettings(), secret, new Random(1)).close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(PATIENCE).until(() -> !messages().isEmpty());
        opening.interrupt();
        assertThat(opening.join(PATIENCE)).isTrue();
        assertThat(messages()).noneMatch(message -> message.contains("ss@") || message.contains("user"));
    }
}
