package io.callqueue.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.outcome.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** What the dashboard, the alerts and docs/metrics.md name is what the services tell once some calls were made. */
@Isolated("it has Kafka and Redis to itself")
class MonitoringTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("\\bcallqueue_\\w+");
    private static final Asked CALL = Asked.call("somebody");
    private static Road road;
    private static List<String> scraped;

    @BeforeAll
    static void makeSomeCalls() {
        road = Road.start(kafka, redis, Behavior.instantAnswers().withPace(Pace.INSTANT),
                Map.of("callqueue.scheduler.audit.interval", "1s"));
        road.ends(CALL, "completed");
        Asked later = Asked.call("scheduled").with("scheduled_at",
                Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS).toString());
        assertThat(road.api.queue(later).body().path("status").asString()).isEqualTo("scheduled");
        Asked busyFirst = Asked.call("busy-first");
        road.plivo().number(busyFirst.number(), Outcome.BUSY, Outcome.ANSWERED);
        road.ends(busyFirst, "completed");
        road.ends("scheduled", "completed");
        assertThat(road.api.queue(Asked.call("wrong").with("phone_number", "12")).status()).isEqualTo(422);
        scraped = Awaitility.await("gauges were read and an audit was made").atMost(Duration.ofMinutes(2))
                .until(MonitoringTest::scrape, lines -> value(lines, "callqueue_audit_faults{kind=\"not_kept\"}") == 0
                        && value(lines, "callqueue_calls{priority=\"normal\",status=\"completed\"}") == 3
                        && value(lines, "callqueue_leases_held") == 0
                        && value(lines, "callqueue_dial_tries_total{result=\"accepted\"}") == 4
                        && value(lines, "callqueue_consumer_lag_records{priority=\"normal\"}") == 0);
    }

    @AfterAll
    static void stop() {
        road.close();
    }

    private static List<String> scrape() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(road.api.uri().resolve("/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("text/plain").contains("version=0.0.4"));
            return answer.body().lines().toList();
        }
    }

    private static double value(List<String> lines, String sample) {
        return lines.stream().filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1))).findFirst()
                .orElse(Double.NaN);
    }

    private static double value(String sample) {
        return value(scraped, sample);
    }

    /** The names of all samples, such as {@code callqueue_timer_lateness_seconds_bucket}. */
    private static Set<String> samples() {
        return scraped.stream().filter(line -> line.startsWith("callqueue_"))
                .map(line -> line.split("[{ ]", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> namesIn(String text) {
        return NAME.matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }

    @Test
    void the_services_of_one_process_are_read_together_and_tell_what_happened() {
        assertThat(value("callqueue_calls_accepted_total")).isEqualTo(3);
        assertThat(value("callqueue_calls_refused_total{reason=\"invalid_phone_number\"}")).isEqualTo(1);
        assertThat(value("callqueue_dialed_total{how=\"accepted\"}")
                + value("callqueue_dialed_total{how=\"adopted\"}")).isEqualTo(4);
        assertThat(value("callqueue_dial_tries_total{result=\"accepted\"}")).isEqualTo(4);
        assertThat(value("callqueue_attempts_total{outcome=\"answered\"}")).isEqualTo(3);
        assertThat(value("callqueue_attempts_total{outcome=\"busy\"}")).isEqualTo(1);
        assertThat(value("callqueue_retries_total{outcome=\"busy\"}")).isEqualTo(1);
        assertThat(value("callqueue_timer_lateness_seconds_count")).isEqualTo(2);
        assertThat(value("callqueue_webhooks_total{kind=\"hangup\"}")).isGreaterThanOrEqualTo(4);
        assertThat(value("callqueue_plivo_request_seconds_count{answer=\"ok\",request=\"dial\"}")).isEqualTo(4);
        assertThat(value("callqueue_redis_script_seconds_count{script=\"acquire\"}")).isGreaterThanOrEqualTo(4);
        assertThat(value("callqueue_concurrency_limit")).isEqualTo(100);
        assertThat(value("callqueue_dial_rate_limit")).isEqualTo(10);
        assertThat(value("callqueue_stops{scope=\"account\"}")).isZero();
    }

    @Test
    void every_metric_of_the_dashboard_is_told() throws IOException {
        JsonNode dashboard = Json.tree(Files.readAllBytes(ROOT.resolve("monitoring/grafana-dashboard.json")));
        String queries = dashboard.findValues("expr").stream().map(JsonNode::asString)
                .collect(Collectors.joining("\n"));
        assertThat(namesIn(queries)).hasSizeGreaterThan(15);
        assertThat(samples()).containsAll(namesIn(queries));
    }

    @Test
    void every_metric_of_the_alerts_is_told_and_every_alert_says_where_it_is_written_what_to_do() throws IOException {
        Set<String> anchors = read("docs/operations.md").lines().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
        List<JsonNode> rules = rules();
        assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
            assertThat(samples()).containsAll(namesIn(rule.path("expr").asString()));
            assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
            String runbook = rule.at("/annotations/runbook").asString();
            assertThat(runbook).startsWith("docs/operations.md#");
            assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
        });
    }

    private static List<JsonNode> rules() throws IOException {
        JsonNode file = Json.MAPPER.valueToTree(new Yaml().load(read("monitoring/alerts.yml")));
        return Api.list(file.path("groups")).stream().flatMap(group -> Api.list(group.path("rules")).stream())
                .filter(rule -> rule.has("alert")).toList();
    }

    @Test
    void the_page_lists_every_metric_and_no_other() throws IOException {
        Set<String> listed = read("docs/metrics.md").lines().filter(line -> line.startsWith("| `callqueue_"))
                .map(line -> line.split("`", 3)[1]).collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = scraped.stream().filter(line -> line.startsWith("# TYPE callqueue_"))
                .map(line -> line.split(" ")[2]).filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isEqualTo(listed);
    }

    @Test
    void no_label_names_a_call_or_a_number_or_a_campaign() {
        assertThat(String.join("\n", scraped)).doesNotContain(CALL.id(), CALL.number().substring(1),
                Asked.CAMPAIGN);
    }
}
