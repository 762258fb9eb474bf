package io.callqueue.standalone.log;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.log.About;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogEncoderTest {
    private final LoggerContext context = new LoggerContext();

    private String line(String format) {
        context.setMDCAdapter(MDC.getMDCAdapter());
        LogEncoder encoder = new LogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        LoggingEvent event = new LoggingEvent("test", context.getLogger("io.callqueue.Some"), Level.WARN,
                "Plivo refused {}", new IllegalStateException("why"), new Object[]{"it"});
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void a_json_line_about_a_call_carries_its_id_and_attempt() {
        try (About unused = About.attempt(new CallId("call-1"), 2)) {
            String line = line("json");
            assertThat(line.lines()).hasSize(1);
            JsonNode json = Json.tree(line.getBytes(StandardCharsets.UTF_8));
            assertThat(json.path("call_id").asString()).isEqualTo("call-1");
            assertThat(json.path("attempt").asString()).isEqualTo("2");
            assertThat(json.path("level").asString()).isEqualTo("WARN");
            assertThat(json.path("message").asString()).isEqualTo("Plivo refused it");
            assertThat(json.path("stack_trace").asString()).contains("IllegalStateException: why");
        }
    }

    @Test
    void a_line_for_a_person_tells_them_before_the_sentence() {
        try (About unused = About.attempt(new CallId("call-1"), 2)) {
            assertThat(line("text")).contains(" WARN  Some - [call-1 2] Plivo refused it");
        }
        try (About unused = About.call(new CallId("call-1"))) {
            assertThat(line("text")).contains(" WARN  Some - [call-1] Plivo refused it");
        }
        assertThat(line("text")).contains(" WARN  Some - Plivo refused it");
    }

    @Test
    void lines_within_lines_about_another_call_are_about_the_first_again_afterwards() {
        try (About unused = About.attempt(new CallId("call-1"), 2)) {
            try (About inner = About.call(new CallId("call-2"))) {
                assertThat(line("text")).contains("[call-2] ");
            }
            assertThat(line("text")).contains("[call-1 2] ");
        }
        assertThat(line("text")).contains("Some - Plivo");
    }

    @Test
    void another_format_is_impossible() {
        assertThat(LogFormat.of(Map.of())).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of(Map.of("LOG_FORMAT", "json"))).isEqualTo(LogFormat.JSON);
        assertThatThrownBy(() -> LogFormat.of(Map.of("LOG_FORMAT", "xml")))
                .hasMessage("LOG_FORMAT is 'xml': it must be text or json");
    }
}
