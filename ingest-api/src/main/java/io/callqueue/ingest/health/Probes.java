package io.callqueue.ingest.health;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

import io.callqueue.control.PlivoHealth;
import io.callqueue.startup.Connections;

/** Asks each part whether it is there. */
@org.springframework.stereotype.Component
final class Probes implements AutoCloseable {
    private final Admin kafka;
    private final RedisClusterAsyncCommands<String, String> redis;
    private final Supplier<Optional<String>> redisClosedBecause;
    private final PlivoHealth plivo;
    private final HealthSettings settings;
    private final HttpClient http;

    Probes(Connections connections, HealthSettings settings) {
        this.kafka = connections.admin();
        this.redis = connections.redis();
        this.redisClosedBecause = connections::redisClosedBecause;
        this.plivo = new PlivoHealth(redis);
        this.settings = settings;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.timeout())
                .build();
    }

    Component kafka() {
        Duration timeout = settings.timeout();
        return answered("Kafka", () -> {
            var options = new DescribeClusterOptions().timeoutMs((int) timeout.toMillis());
            int brokers = kafka.describeCluster(options).nodes().get(timeout.toMillis(), TimeUnit.MILLISECONDS).size();
            return brokers > 0 ? Component.up() : Component.down("no broker of Kafka is there");
        });
    }

    Component redis() {
        Optional<String> closed = redisClosedBecause.get();
        return closed.isPresent() ? Component.down("Redis can not be used: " + closed.get()) : answered("Redis", () -> {
            redis.ping().toCompletableFuture().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return Component.up();
        });
    }

    /** Only dispatchers talk to Plivo: what they found is asked for. */
    Component plivo() {
        return answered(() -> {
            PlivoHealth.Report report = plivo.read().get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return report.down().map(Component::down)
                    .orElse(report.up() ? Component.up() : Component.unknown("no dispatcher dialed lately"));
        }, Component.unknown("Redis does not answer, where dispatchers say how it is"));
    }

    Component agentServer() {
        HttpRequest request = HttpRequest.newBuilder(settings.agentHealth()).build();
        return answered(settings.agentHealth().toString(), () -> {
            int status = status(request);
            return status / 100 == 2 ? Component.up() : Component.down(request.uri() + " answers " + status);
        });
    }

    /** Of the answer with its whole body: the time-out of a request would end at its headers. */
    private int status(HttpRequest request) throws Exception {
        var answer = http.sendAsync(request, BodyHandlers.discarding());
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } finally {
            answer.cancel(true);
        }
    }

    /** Whatever goes wrong means the same here: the part can not be used. */
    private static Component answered(String part, Callable<Component> question) {
        return answered(question, Component.down(part + " does not answer"));
    }

    private static Component answered(Callable<Component> question, Component otherwise) {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Component.unknown("callqueue is stopping");
        } catch (Exception e) {
            return otherwise;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
