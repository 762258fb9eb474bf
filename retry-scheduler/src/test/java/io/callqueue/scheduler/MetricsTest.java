package io.callqueue.scheduler;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.call.CallId;
import io.callqueue.call.Priority;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.metrics.MetricsServer;
import io.callqueue.topic.Topics;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetricsTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    static Scene scene;
    static Pod pod;

    @BeforeAll
    static void start() throws InterruptedException {
        scene = Scene.set(kafka, redis.uri());
        pod = scene.pod("--METRICS_PORT=0");
    }

    @AfterAll
    static void stop() {
        pod.close();
        scene.close();
    }

    private static int port() {
        return pod.context().getBean(MetricsServer.class).port().orElseThrow();
    }

    private static String scrape() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/metrics")).build(),
                    BodyHandlers.ofString()).body();
        }
    }

    @Test
    void a_service_without_a_port_of_its_own_is_read_at_its_metrics_port() {
        await().alias("it has shards to look at")
                .untilAsserted(() -> assertThat(scrape()).contains("callqueue_timer_lateness_seconds_bucket",
                        "callqueue_audit_faults",
                        "jvm_memory_used_bytes", "callqueue_redis_script_seconds_count{script=\"due\"}"));
    }

    @Test
    void a_second_service_at_the_same_port_does_not_start_and_says_why() {
        assertThatThrownBy(() -> scene.pod("--METRICS_PORT=" + port()))
                .satisfies(failure -> assertThat(causes(failure)).contains("METRICS_PORT is " + port() + ": 127.0.0.1:"
                        + port() + " can not be listened at", "each service of a machine needs a port of its own"));
    }

    private static String causes(Throwable failure) {
        return failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + causes(failure.getCause());
    }

    @Test
    void a_call_that_is_due_late_tells_how_late_it_was() {
        Timer lateness = pod.context().getBean(MeterRegistry.class).get("callqueue.timer.lateness").timer();
        long before = lateness.count();
        CallId id = Scene.newId();
        scene.create(id, Priority.NORMAL, Optional.of(Instant.now().minusSeconds(3)));
        scene.awaitRecord(Topics.of(Priority.NORMAL), id.value());
        await().untilAsserted(() -> assertThat(lateness.count()).isEqualTo(before + 1));
        assertThat(lateness.max(TimeUnit.MILLISECONDS))
                .isBetween(3_000.0, (double) Duration.ofMinutes(1).toMillis());
    }
}
