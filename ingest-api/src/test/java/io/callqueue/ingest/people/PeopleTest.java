package io.callqueue.ingest.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.Erasure;
import io.callqueue.ingest.Ingest;
import io.callqueue.ingest.Ingest.Reply;
import io.callqueue.ingest.IngestExtension;
import io.callqueue.ingest.Records;
import io.callqueue.topic.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** There is no dispatcher here. */
@ExtendWith(IngestExtension.class)
class PeopleTest {
    private static final String NUMBER = "+14155558801";
    private static final String PATH = "/api/people/" + NUMBER;
    private final Ingest ingest;
    private final Records records;
    private final ControlStore store;

    PeopleTest(Ingest ingest, Records records) {
        this.ingest = ingest;
        this.records = records;
        this.store = ingest.bean(ControlStore.class);
    }

    @Test
    void a_wish_is_written_down_and_shown_until_it_is_met() {
        assertThat(ingest.get(PATH).problem()).isEqualTo("not-found");
        Reply reply = ingest.send(ingest.request(PATH).DELETE());
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).startsWith(
                "{\"phone_number\":\"" + NUMBER + "\",\"status\":\"erasing\",\"requested_at\":\"");
        assertThat(Instant.parse(reply.json().path("requested_at").asString())).isBefore(Instant.now());
        assertThat(ingest.get(PATH).body()).isEqualTo(reply.body());

        ConsumerRecord<byte[], byte[]> written = records.all(Topics.CONTROL).stream()
                .filter(found -> Records.key(found).startsWith("erase:" + NUMBER)).toList().getLast();
        String key = Records.key(written);
        assertThat(Json.read(written.value(), Erasure.class).requestedAt())
                .isEqualTo(Instant.parse(reply.json().path("requested_at").asString()));
        store.apply(key, written.offset() + 1, Optional.empty()).join();
        assertThat(ingest.get(PATH).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"14155558801", "+1", "abc", "+14155558801,+14155558802", "*"})
    void what_is_no_number_is_refused(String bad) {
        for (var request : List.of(ingest.request("/api/people/" + bad).GET(),
                ingest.request("/api/people/" + bad).DELETE())) {
            Reply reply = ingest.send(request);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problem()).isEqualTo("invalid-phone-number");
        }
    }
}
