package io.callqueue.dispatcher;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;

import io.callqueue.call.CallId;
import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.topic.Topics;

import static io.callqueue.dispatcher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

class TracingTest {
    @RegisterExtension
    static final KafkaExtension kafka = new KafkaExtension();
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    static final InMemorySpanExporter spans = InMemorySpanExporter.create();
    static Scene scene;

    static class InMemory {
        @Bean
        SpanProcessor spanProcessor() {
            return SimpleSpanProcessor.create(spans);
        }
    }

    @BeforeAll
    static void start() throws InterruptedException {
        kafka.deleteTopics();
        scene = Scene.set(kafka.bootstrapServers(), redis.uri(), List.of("--TRACING=otlp"), InMemory.class);
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static CallId produce(String... traceparent) {
        CallId id = new CallId("traced-" + UUID.randomUUID());
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(Topics.priorities().getFirst(),
                id.value().getBytes(StandardCharsets.UTF_8),
                Scene.request(id, Scene.newNumber()).getBytes(StandardCharsets.UTF_8));
        for (String value : traceparent) {
            made.headers().add("traceparent", value.getBytes(StandardCharsets.UTF_8));
        }
        scene.connections().sender().send(made).join();
        return id;
    }

    private static SpanData dial(CallId id) {
        return await().until(() -> spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("dial"))
                .filter(span -> id.value().equals(span.getAttributes().get(AttributeKey.stringKey("call_id"))))
                .findFirst(), found -> found.isPresent()).orElseThrow();
    }

    @Test
    void a_dial_belongs_to_the_trace_of_its_record_and_the_request_to_plivo_to_the_dial() {
        SpanData dial = dial(produce("00-" + TRACE + "-" + PARENT + "-01"));
        assertThat(dial.getTraceId()).isEqualTo(TRACE);
        assertThat(dial.getParentSpanId()).isEqualTo(PARENT);
        assertThat(dial.getAttributes().get(AttributeKey.longKey("attempt"))).isEqualTo(1);
        assertThat(dial.getAttributes().get(AttributeKey.stringKey("result"))).isEqualTo("Accepted");
        assertThat(dial.getResource().getAttribute(AttributeKey.stringKey("service.name"))).isEqualTo("dispatcher");
        assertThat(spans.getFinishedSpanItems()).filteredOn(span -> span.getParentSpanId().equals(dial.getSpanId()))
                .singleElement().satisfies(request -> {
                    assertThat(request.getName()).isEqualTo("Plivo POST");
                    assertThat(request.getTraceId()).isEqualTo(TRACE);
                    assertThat(request.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
                            .isEqualTo(201);
                });
    }

    @Test
    void a_dial_without_a_trace_begins_one_and_does_not_fall_into_another() {
        SpanData first = dial(produce());
        SpanData second = dial(produce("nonsense"));
        assertThat(first.getParentSpanContext().isValid()).isFalse();
        assertThat(second.getParentSpanContext().isValid()).isFalse();
        assertThat(second.getTraceId()).isNotEqualTo(first.getTraceId());
    }
}
