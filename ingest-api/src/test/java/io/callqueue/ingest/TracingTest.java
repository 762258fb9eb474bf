package io.callqueue.ingest;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.Bean;

import io.callqueue.call.Priority;
import io.callqueue.codec.Json;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class TracingTest {
    private static final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Ingest shared;
    private final Records records;
    private final String id = "traced-" + UUID.randomUUID();

    TracingTest(Ingest shared, Records records) {
        this.shared = shared;
        this.records = records;
    }

    static class InMemory {
        @Bean(destroyMethod = "") // the exporter is that of several services
        SpanProcessor spanProcessor() {
            return SimpleSpanProcessor.create(spans);
        }
    }

    private Ingest start(String mode) {
        return shared.another(List.of(InMemory.class), "TRACING=" + mode);
    }

    private void queue(Ingest ingest, String traceparent) {
        String body = Json.text(Map.of("phone_number", "+919123456789", "campaign_id", "c", "custom_call_id", id));
        Ingest.Reply reply = ingest.send(ingest.request("/api/calls/queue").header("Content-Type", "application/json")
                .header("traceparent", traceparent).POST(BodyPublishers.ofString(body)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    }

    private List<String> recordedTrace() {
        ConsumerRecord<byte[], byte[]> first = records.of(Topics.of(Priority.NORMAL), id).getFirst();
        return Arrays.stream(first.headers().toArray()).filter(header -> header.key().equals("traceparent"))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8)).toList();
    }

    @Test
    void a_call_keeps_the_trace_of_its_request_and_hands_it_on_with_its_record() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (Ingest ingest = start("otlp")) {
            queue(ingest, "00-" + trace + "-00f067aa0ba902b7-01");
            SpanData request = Awaitility.await().atMost(Duration.ofSeconds(30))
                    .until(() -> spans.getFinishedSpanItems().stream()
                            .filter(span -> span.getName().equals("POST /api/calls/queue")).findFirst(),
                            found -> found.isPresent())
                    .orElseThrow();
            SpanData accept = spans.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals("accept call")).findFirst().orElseThrow();
            assertThat(request.getTraceId()).isEqualTo(trace);
            assertThat(request.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(accept.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(accept.getAttributes().get(AttributeKey.stringKey("call_id"))).isEqualTo(id);
            assertThat(recordedTrace()).containsExactly("00-" + trace + "-" + accept.getSpanId() + "-01");
        }
    }

    @Test
    void nothing_is_traced_unless_that_is_asked_for() {
        spans.reset();
        try (Ingest ingest = start("off")) {
            queue(ingest, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        }
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }
}
