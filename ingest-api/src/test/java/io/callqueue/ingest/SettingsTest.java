package io.callqueue.ingest;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(IngestExtension.class)
class SettingsTest {
    private final Ingest shared;

    SettingsTest(Ingest shared) {
        this.shared = shared;
    }

    private Ingest start(String... settings) {
        return shared.another(List.of(), settings);
    }

    @ParameterizedTest
    @CsvSource({"MAX_CONCURRENT_CALLS,0", "RATE_LIMIT_PER_SECOND,-1", "PUBLIC_URL,calls.example.com",
            "AGENT_SERVER_URL,ftp://bot", "BULK_MAX_CALLS,0", "MAX_CALL_SIZE,2MB", "RESCHEDULE_PATIENCE,-1s",
            "TRACING,yes", "TRACING_RATIO,2", "OTEL_EXPORTER_OTLP_ENDPOINT,collector:4318", "DNC_MAX_LINES,0",
            "DNC_MAX_BODY,2GB", "DNC_MAX_FILES,0"})
    void an_impossible_value_stops_the_start_with_a_sentence_that_names_the_variable(String variable, String value) {
        assertThatThrownBy(() -> start(variable + "=" + value,
                "callqueue.webhook.public-url=${PUBLIC_URL:" + Ingest.PUBLIC_URL + "}"))
                .rootCause().hasMessageStartingWith(variable + " is ");
    }

    @Test
    void without_plivos_auth_token_every_webhook_is_refused() {
        try (Ingest ingest = start("callqueue.webhook.auth-token=")) {
            Ingest.Reply reply = ingest.send(ingest.request("/plivo/ring?call_id=a&attempt=1&token=")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("a=1")));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().path("detail").asString()).contains("PLIVO_AUTH_TOKEN is not set");
        }
    }
}
