package io.callqueue.ingest.web;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class ProblemTest {
    private static final String CHANGE = "{\"priority\":\"high\"}";
    private final Ingest ingest;

    ProblemTest(Ingest ingest) {
        this.ingest = ingest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/calls", "/api/calls/", "/api/calls/a/b", "/api/calls/a/status/x",
            "/favicon.ico",
            "/actuator", "/error", "/webjars/x", "/api/limits/x"})
    void an_unknown_path_is_a_problem(String path) {
        Reply reply = ingest.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
        assertThat(reply.json().path("status").asInt()).isEqualTo(404);
        assertThat(reply.json().path("detail").asString()).isNotBlank();
    }

    @Test
    void a_wrong_method_is_a_problem_that_names_the_right_ones() {
        Reply reply = ingest.send(ingest.request("/api/calls/queue").PUT(BodyPublishers.ofString("{}")));
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertThat(reply.header("allow")).contains("POST").doesNotContain("PUT");
        assertThat(ingest.send(ingest.request("/api/calls/x").method("PUT", BodyPublishers.ofString("{}"))).status())
                .isEqualTo(405);
        assertThat(ingest.send(ingest.request("/api/health").POST(BodyPublishers.noBody())).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "bulk-queue"})
    void where_calls_are_posted_to_no_call_is_asked_for(String name) {
        String path = "/api/calls/" + name;
        for (var request : List.of(ingest.request(path).GET(), ingest.request(path).DELETE(), ingest.request(path)
                .header("Content-Type", "application/json").method("PATCH", BodyPublishers.ofString(CHANGE)))) {
            Reply reply = ingest.send(request);
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.problem()).isEqualTo("invalid-request");
            assertThat(reply.header("allow")).isEqualTo("POST");
        }
        assertThat(ingest.get(path + "/status").status()).isEqualTo(404);
    }

    @Test
    void of_many_wrong_fields_the_first_hundred_are_told() {
        String fields = IntStream.range(0, 1_000).mapToObj(i -> "\"a" + i + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
        Reply reply = ingest.send(ingest.request("/api/limits").header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(fields)));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").size()).isEqualTo(100);
    }

    @Test
    void a_body_without_a_type_is_a_problem() {
        Reply reply = ingest.send(ingest.request("/api/calls/queue").POST(BodyPublishers.ofString("{}")));
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.problem()).isEqualTo("invalid-request");
        assertThat(reply.header("accept")).isEqualTo("application/json");
    }

    @Test
    void clients_that_accept_something_else_get_json_all_the_same() {
        Reply reply = ingest.send(ingest.request("/api/calls/nobody").header("Accept", "text/html").GET());
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.problem()).isEqualTo("not-found");
    }
}
