package io.callqueue.ingest;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.codec.Json;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(IngestExtension.class)
class MetricsTest {
    private final Ingest ingest;

    MetricsTest(Ingest ingest) {
        this.ingest = ingest;
    }

    private double count(String name, String... tags) {
        return ingest.bean(MeterRegistry.class).get(name).tags(tags).counter().count();
    }

    private static Map<String, Object> call(String number) {
        return Map.of("phone_number", number, "campaign_id", "c", "custom_call_id", "m-" + UUID.randomUUID());
    }

    @Test
    void accepted_and_repeated_calls_are_counted() {
        double accepted = count("callqueue.calls.accepted");
        double repeated = count("callqueue.calls.repeated");
        String call = Json.text(call("+919123456789"));
        ingest.post("/api/calls/queue", call);
        ingest.post("/api/calls/queue", call);
        assertThat(count("callqueue.calls.accepted") - accepted).isEqualTo(1);
        assertThat(count("callqueue.calls.repeated") - repeated).isEqualTo(1);
    }

    @Test
    void each_call_of_a_batch_counts() {
        double accepted = count("callqueue.calls.accepted");
        double refused = count("callqueue.calls.refused", "reason", "invalid_phone_number");
        ingest.post("/api/calls/bulk-queue",
                Json.text(Map.of("calls", List.of(call("+919123456789"), call("+919123456780"), call("12")))));
        assertThat(count("callqueue.calls.accepted") - accepted).isEqualTo(2);
        assertThat(count("callqueue.calls.refused", "reason", "invalid_phone_number") - refused).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"phone_number":"12","campaign_id":"c"}             | invalid_phone_number
            {"phone_number":"+919123456789"}                     | invalid_request
            {"phone_number":"+919123456789","campaign_id":"c","wrong":1} | unknown_field
            nonsense                                             | invalid_request
            """)
    void refused_calls_are_counted_by_reason(String body, String reason) {
        double before = count("callqueue.calls.refused", "reason", reason);
        ingest.post("/api/calls/queue", body);
        assertThat(count("callqueue.calls.refused", "reason", reason) - before).isEqualTo(1);
    }

    @Test
    void forged_webhooks_are_counted_by_reason() {
        double before = count("callqueue.webhooks.refused", "reason", "unsigned");
        ingest.send(ingest.request("/plivo/ring?call_id=a&attempt=1&token=x")
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString("a=1")));
        assertThat(count("callqueue.webhooks.refused", "reason", "unsigned") - before).isEqualTo(1);
    }

    @Test
    void prometheus_reads_them_at_the_services_own_port() {
        Ingest.Reply reply = ingest.get("/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/plain");
        assertThat(reply.body()).contains("callqueue_calls_accepted_total",
                "callqueue_calls{priority=\"low\",status=\"unknown\"}", "jvm_memory_used_bytes");
    }
}
