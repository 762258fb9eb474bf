package io.callqueue.topic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.call.SampleCalls;
import io.callqueue.codec.Json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What stands on the wire of the topics other than the ledger. */
class TopicRecordsTest {
    private static final CallId ID = new CallId("call-1");
    private static final Instant AT = Instant.parse("2027-01-15T14:30:00Z");

    @Test
    void a_callback_is_written_as_documented_and_reads_back() {
        Callback callback = Callback.of(Callback.Kind.HANGUP, ID, 2, AT, Map.of("CallUUID", "u", "Duration", "7"));
        assertThat(Json.text(callback)).isEqualTo("{\"schema_version\":1,\"kind\":\"hangup\",\"call_id\":\"call-1\","
                + "\"attempt\":2,\"received_at\":\"2027-01-15T14:30:00Z\",\"form\":{\"CallUUID\":\"u\",\"Duration\":\"7\"}}");
        assertThat(Json.read(Json.bytes(callback), Callback.class)).isEqualTo(callback);
        assertThat(callback.field("Duration")).isEqualTo("7");
        assertThat(callback.field("Machine")).isEmpty();
    }

    @Test
    void a_command_is_written_as_documented_and_reads_back() {
        Command command = Command.cancel(ID, AT);
        assertThat(Json.text(command)).isEqualTo("{\"schema_version\":1,\"type\":\"cancel\",\"call_id\":\"call-1\","
                + "\"requested_at\":\"2027-01-15T14:30:00Z\"}");
        assertThat(Json.read(Json.bytes(command), Command.class)).isEqualTo(command);
    }

    @Test
    void a_reconcile_is_written_as_documented_and_reads_back() {
        Reconcile reconcile = Reconcile.of(SampleCalls.in(CallStatus.UNKNOWN, SampleCalls.Fate.OPEN),
                Reconcile.Action.LOOK_UP);
        assertThat(Json.text(reconcile)).isEqualTo("{\"schema_version\":1,\"call_id\":\"call-1\",\"attempt\":2,"
                + "\"version\":7,\"action\":\"look_up\"}");
        assertThat(Json.read(Json.bytes(reconcile), Reconcile.class)).isEqualTo(reconcile);
    }

    @Test
    void a_hang_up_tells_what_plivo_names_the_attempt_and_reads_back() {
        Reconcile hangUp = Reconcile.hangUp(SampleCalls.in(CallStatus.CANCELLED, SampleCalls.Fate.LOST),
                Optional.of("u"));
        assertThat(Json.text(hangUp)).isEqualTo("{\"schema_version\":1,\"call_id\":\"call-1\",\"attempt\":2,"
                + "\"version\":7,\"action\":\"hang_up\",\"call_uuid\":\"u\"}");
        assertThat(Json.read(Json.bytes(hangUp), Reconcile.class)).isEqualTo(hangUp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "{\"call_id\":\"call-1\",\"attempt\":1}", "7", "\"text\"",
            "{\"kind\":\"ring\",\"action\":\"look_up\",\"attempt\":1,\"received_at\":\"2027-01-15T14:30:00Z\",\"form\":{}}"})
    void a_record_that_lacks_what_it_needs_can_not_be_read(String json) {
        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), Callback.class))
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), Reconcile.class))
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
    }

    @Test
    void the_headers_of_a_later_record_read_back_and_a_first_record_has_none() {
        var made = CallRecord.mark(new ProducerRecord<byte[], byte[]>("calls.low", new byte[0]), 2, 5);
        assertThat(made.headers().lastHeader(CallRecord.ATTEMPT).value()).isEqualTo("2".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> found = new ConsumerRecord<>("calls.low", 0, 0, new byte[0], new byte[0]);
        assertThat(CallRecord.isFirst(found)).isTrue();
        assertThat(CallRecord.revision(found)).contains(1);
        made.headers().forEach(found.headers()::add);
        assertThat(CallRecord.isFirst(found)).isFalse();
        assertThat(CallRecord.revision(found)).contains(5);
    }

    @Test
    void a_revision_that_is_no_number_is_none() {
        for (String text : List.of("", "x", "-1", "99999999999", "１")) {
            ConsumerRecord<byte[], byte[]> found = new ConsumerRecord<>("calls.low", 0, 0, new byte[0], new byte[0]);
            found.headers().add(CallRecord.REVISION, text.getBytes(UTF_8));
            assertThat(CallRecord.revision(found)).as(text).isEmpty();
        }
    }

    @Test
    void each_priority_has_its_topic_and_each_consumed_topic_its_readers() {
        assertThat(Topics.priorities()).containsExactly("calls.urgent", "calls.high", "calls.normal", "calls.low");
        for (Priority priority : Priority.values()) {
            assertThat(Topics.priority(Topics.of(priority))).contains(priority);
        }
        assertThat(Topics.priority(Topics.SCHEDULED)).isEmpty();
        assertThat(Topics.priority("other.low")).isEmpty();
        assertThat(Topics.consumedOnce()).hasSize(8).allSatisfy(t -> assertThat(Groups.readersOf(t)).isNotEmpty());
    }
}
