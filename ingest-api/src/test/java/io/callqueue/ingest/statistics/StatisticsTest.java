package io.callqueue.ingest.statistics;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import io.callqueue.codec.Json;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.kafka.RecordSender;
import io.callqueue.statistics.StatisticsRecord;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.StatisticsRecord.Progress;
import io.callqueue.statistics.Window;
import io.callqueue.statistics.Window.Unit;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Plays the ledger's part: writes what it would have counted. */
@ExtendWith(IngestExtension.class)
class StatisticsTest {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Ingest ingest;
    private final RecordSender sender;
    private final List<String> written = new ArrayList<>();
    private final Instant now = Instant.now();

    StatisticsTest(Ingest ingest) {
        this.ingest = ingest;
        this.sender = ingest.bean(RecordSender.class);
    }

    private void write(int partition, String name, Object value) {
        String key = StatisticsRecord.key(partition, name);
        sender.send(Topics.STATISTICS, key, value).join();
        written.add(key);
    }

    /** In all windows of this moment. */
    private void counted(int partition, String scope, Instant at, Map<String, Long> counts) {
        for (Unit unit : Unit.values()) {
            write(partition, Window.of(unit, at.getEpochSecond()).name() + "/" + scope, new Counts(counts));
        }
    }

    private void progress(Instant until) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            write(partition, StatisticsRecord.PROGRESS, new Progress(until));
        }
    }

    private JsonNode awaitStatus(String path, Instant asOf) {
        String expected = Json.MAPPER.valueToTree(asOf).asString();
        return await().atMost(PATIENCE).until(() -> ingest.get(path).json(),
                shown -> expected.equals(shown.path("statistics").path("as_of").asString("")));
    }

    /** The service is shared with other tests, for which the ledger has not begun. */
    @AfterEach
    void forget() {
        written.forEach(key -> sender
                .send(new ProducerRecord<>(Topics.STATISTICS, key.getBytes(StandardCharsets.UTF_8), null)).join());
        await().atMost(PATIENCE)
                .until(() -> ingest.get("/api/queue/status").json().path("statistics").isNull());
    }

    private static Map<String, Long> ended() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("attempts", 6L);
        counts.put("dialed", 5L);
        counts.put("answered", 4L);
        counts.put("dialed_ended", 5L);
        counts.put("conversations", 4L);
        counts.put("short_conversations", 1L);
        counts.put("cost_micros", 8_500L);
        counts.put("talked_seconds", 48L);
        counts.put("ended.completed", 3L);
        counts.put("ended.failed", 1L);
        counts.put("attempt.answered", 4L);
        counts.put("call.answered", 4L);
        counts.put("talked.2", 1L);
        counts.put("talked.10", 1L);
        counts.put("talked.16", 1L);
        counts.put("talked.20", 1L);
        return counts;
    }

    /** It is in the future: of a ledger that is some seconds behind, the last second is not shown. */
    @Test
    void what_the_ledger_counted_in_all_its_partitions_is_shown() {
        Instant dialed = now.plusSeconds(60);
        counted(0, "all", dialed, ended());
        counted(3, "all", dialed, Map.of("dialed", 2L, "ended.failed", 1L));
        counted(1, "all", now.minus(25, ChronoUnit.HOURS).minusSeconds(60), Map.of("dialed", 100L));
        counted(2, "priority:high", dialed, Map.of("dialed", 7L));
        progress(dialed.truncatedTo(ChronoUnit.SECONDS).plusMillis(1600));

        JsonNode status = awaitStatus("/api/queue/status", dialed.truncatedTo(ChronoUnit.SECONDS).plusMillis(1600));
        assertThat(status.path("dialed_last_second").asInt()).isEqualTo(7);
        assertThat(status.path("dialed_last_minute").asInt()).isEqualTo(7);
        assertThat(status.path("success_rate").asDouble()).isEqualTo(0.6);
        assertThat(status.path("failure_rate").asDouble()).isEqualTo(0.4);
        assertThat(status.path("average_call_duration_seconds").asDouble()).isEqualTo(12);
        JsonNode statistics = status.path("statistics");
        assertThat(Json.text(statistics.path("last_24_hours"))).isEqualTo("""
                {"created":0,"attempts":6,"dialed":7,"answered":4,"completed":3,"failed":2,"cancelled":0,"expired":0,\
                "outcomes":{"answered":4},"call_outcomes":{"answered":4},"success_rate":0.6,"failure_rate":0.4,\
                "answer_rate":0.8,"short_answered_share":0.25,"call_duration_seconds":{"average":12.0,"p50":10.0,\
                "p95":20.0},"waiting_seconds":{"average":null,"p50":null,"p95":null},"cost":0.0085}""");
        assertThat(statistics.path("last_hour")).isEqualTo(statistics.path("last_24_hours"));
        assertThat(statistics.path("priorities").path("high").path("dialed").asInt()).isEqualTo(7);
        assertThat(statistics.path("priorities").path("low").path("dialed").asInt()).isZero();
    }

    @Test
    void a_campaign_shows_its_own() {
        counted(0, "campaign:c-7", now, Map.of("dialed", 3L, "ended.completed", 1L));
        counted(1, "campaign:c-7", now.minus(30, ChronoUnit.HOURS), Map.of("dialed", 4L));
        write(1, "total/campaign:c-7", new Counts(Map.of("dialed", 4L)));
        progress(now);
        JsonNode statistics = awaitStatus("/api/campaigns/c-7", now).path("statistics");
        assertThat(statistics.path("last_24_hours").path("dialed").asInt()).isEqualTo(3);
        assertThat(statistics.path("last_24_hours").path("success_rate").asDouble()).isEqualTo(1);
        assertThat(statistics.path("total").path("dialed").asInt()).isEqualTo(7);
    }

    @Test
    void a_ledger_that_is_behind_does_not_say_what_was_dialed_just_now() {
        Instant behind = now.minusSeconds(60);
        counted(0, "all", behind.minusSeconds(1), ended());
        progress(behind);
        JsonNode status = awaitStatus("/api/queue/status", behind);
        assertThat(status.path("dialed_last_second").isNull()).isTrue();
        assertThat(status.path("dialed_last_minute").isNull()).isTrue();
        assertThat(status.path("success_rate").asDouble()).isEqualTo(0.75);
    }

    @Test
    void while_a_partition_has_not_counted_nothing_is_claimed() {
        counted(0, "all", now, ended());
        for (int partition = 0; partition < PARTITIONS - 1; partition++) {
            write(partition, StatisticsRecord.PROGRESS, new Progress(now));
        }
        write(0, "total/campaign:seen", new Counts(Map.of("dialed", 1L)));
        JsonNode status = ingest.get("/api/queue/status").json();
        assertThat(status.path("statistics").isNull()).isTrue();
        assertThat(status.path("success_rate").isNull()).isTrue();
    }
}
