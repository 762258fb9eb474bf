package io.callqueue.standalone;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every example of docs/api.md, sent as it stands there and in its order, is answered as it says. */
@Isolated("it has Kafka and Redis to itself")
class ApiPageTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();

    /** As on the page: the voice bot is not there, whatever is known of Plivo by then. */
    private static final Map<String, String> HEALTH = Map.of("callqueue.health.agent-server-url", "http://127.0.0.1:1",
            "callqueue.health.timeout", "30s");
    private static final Pattern NAME = Pattern.compile("\"([a-z_]+)\":");
    /** The names below are the caller's own. */
    private static final Pattern VARIABLES = Pattern.compile("\"variables\":\\{[^}]*}");

    private static Set<String> names(String json) {
        return NAME.matcher(VARIABLES.matcher(json).replaceAll("\"variables\":{}")).results()
                .map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_example_is_answered_as_the_page_says() throws IOException, InterruptedException {
        Pace talking = Pace.INSTANT.withTalk(Spread.of(Duration.ofMinutes(5))); // the call of the examples is under way
        try (Road road = Road.start(kafka, redis, Behavior.instantAnswers().withPace(talking), HEALTH);
                HttpClient http = HttpClient.newHttpClient()) {
            List<ApiPage.Example> examples = ApiPage.read().examples();
            assertThat(examples).hasSizeGreaterThan(12);
            await("statistics are there").atMost(Duration.ofMinutes(2))
                    .until(() -> road.api.queueStatus().path("statistics").isObject());
            for (ApiPage.Example example : examples) {
                HttpResponse<String> answer = http.send(example.request(road.api.uri()),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(example.statuses()).as("%s answered %s %s", example, answer.statusCode(), answer.body())
                        .contains(answer.statusCode());
                example.answer().ifPresent(shown -> assertThat(names(answer.body()))
                        .as("%s answered %s", example, answer.body()).containsAll(names(shown)));
                example.answer().filter(shown -> !shown.contains("…") && !shown.contains("[]"))
                        .ifPresent(
                                shown -> assertThat(names(shown)).as("all that %s answers: %s", example, answer.body())
                                        .containsAll(names(answer.body())));
            }
        }
    }

    @Test
    void every_endpoint_has_an_example() throws IOException {
        ApiPage page = ApiPage.read();
        List<ApiPage.Endpoint> without = page.endpoints().stream()
                .filter(endpoint -> !endpoint.path().startsWith("/plivo/")) // signed with a token that no example has
                .filter(endpoint -> page.examples().stream().noneMatch(endpoint::isOf)).toList();

        assertThat(page.endpoints()).hasSizeGreaterThan(10);
        assertThat(without).isEmpty();
    }
}
