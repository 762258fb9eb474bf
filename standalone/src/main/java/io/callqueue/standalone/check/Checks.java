package io.callqueue.standalone.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

import io.callqueue.standalone.infra.Environment;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** Asks Kafka, Redis, Plivo and the voice bot, by the same variables that the services read. Nothing is changed anywhere. */
public final class Checks {
    private final Environment environment;
    private final Duration patience;

    /** @param patience how long each of them may take to answer */
    public Checks(Environment environment, Duration patience) {
        this.environment = environment;
        this.patience = patience;
    }

    public List<Check> run() throws InterruptedException {
        return List.of(kafka(), redis(), plivo(), voiceBot());
    }

    private Check kafka() throws InterruptedException {
        String servers = environment.kafka();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) patience.toMillis()))) {
            int brokers = admin.describeCluster().nodes().get(patience.toSeconds(), TimeUnit.SECONDS).size();
            return Check.ok("kafka", servers + ", brokers: " + brokers);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Check.failed("kafka", servers + " does not answer: set KAFKA_BOOTSTRAP_SERVERS, or start Kafka");
        }
    }

    private Check redis() {
        String url = environment.redis();
        String shown = url.replaceFirst("//[^@/]*@", "//");
        try (RedisConnection redis = RedisConnection.open(new RedisSettings(url, patience))) {
            String policy = redis.unchecked().info("memory").toCompletableFuture().join().lines()
                    .filter(line -> line.startsWith("maxmemory_policy:")).findFirst()
                    .orElse("maxmemory_policy:noeviction");
            return policy.endsWith(":noeviction")
                    ? Check.ok("redis", shown)
                    : Check.failed("redis",
                            shown + " has " + policy + ": it would drop calls; set maxmemory-policy noeviction");
        } catch (RedisException | CompletionException | IllegalArgumentException e) {
            return Check.failed("redis", shown + " does not answer: set REDIS_URL, or start Redis");
        }
    }

    private Check plivo() throws InterruptedException {
        String authId = environment.get("PLIVO_AUTH_ID").orElse("");
        String authToken = environment.get("PLIVO_AUTH_TOKEN").orElse("");
        if (authId.isEmpty() || authToken.isEmpty()) {
            return Check.failed("plivo", "PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN are not both set");
        }
        String api = environment.get("PLIVO_API_URL").orElse("https://api.plivo.com").replaceFirst("/+$", "");
        String credentials = Base64.getEncoder()
                .encodeToString((authId + ":" + authToken).getBytes(StandardCharsets.UTF_8));
        return ask("plivo", api + "/v1/Account/" + authId + "/Call/?status=live", "Basic " + credentials,
                "set PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN");
    }

    private Check voiceBot() throws InterruptedException {
        String bot = environment.get("AGENT_SERVER_URL").orElse("http://localhost:8765").replaceFirst("/+$", "");
        return ask("voice-bot", bot + "/health", "", "set AGENT_SERVER_URL, or start the voice bot");
    }

    private Check ask(String name, String url, String authorization, String remedy) throws InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(patience);
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
            return status < 300 ? Check.ok(name, url) : Check.failed(name, url + " answers " + status + ": " + remedy);
        } catch (IOException | IllegalArgumentException e) {
            return Check.failed(name, url + " does not answer: " + remedy);
        }
    }
}
