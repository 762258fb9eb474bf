package io.callqueue.topic;

import java.time.Instant;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class FirstRecordTest {
    private static final Instant NOW = Instant.parse("2027-01-15T14:30:00Z");
    private static final String PLAIN = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"c\",\"priority\":\"low\"}";
    private static final String NAMED = PLAIN.replace("{", "{\"custom_call_id\":\"call-1\",");
    private final FirstRecord records = new FirstRecord();

    private static ConsumerRecord<byte[], byte[]> found(String topic, byte @Nullable [] key, byte @Nullable [] value,
            long timestamp) {
        return new ConsumerRecord<>(topic, 3, 42, timestamp, TimestampType.CREATE_TIME, 0, 0, key, value,
                new RecordHeaders(), Optional.empty());
    }

    private FirstRecord.Found read(@Nullable String key, String value) {
        return records.read(found("calls.high", key == null ? null : key.getBytes(UTF_8), value.getBytes(UTF_8),
                NOW.toEpochMilli()));
    }

    private FirstRecord.Usable usable(@Nullable String key, String value) {
        FirstRecord.Found found = read(key, value);
        assertThat(found).isInstanceOf(FirstRecord.Usable.class);
        return (FirstRecord.Usable) found;
    }

    private static void assertUnusable(FirstRecord.Found found, String part) {
        assertThat(found).isInstanceOfSatisfying(FirstRecord.Unusable.class,
                unusable -> assertThat(unusable.reason()).contains(part));
    }

    @Test
    void the_key_is_the_id_and_so_is_custom_call_id() {
        assertThat(usable("call-1", PLAIN).id().value()).isEqualTo("call-1");
        assertThat(usable("call-1", NAMED).id().value()).isEqualTo("call-1");
        assertThat(usable(null, NAMED).id().value()).isEqualTo("call-1");
    }

    @Test
    void a_key_that_differs_from_custom_call_id_is_unusable() {
        assertUnusable(read("call-2", NAMED), "the key 'call-2' differs from custom_call_id 'call-1'");
    }

    @Test
    void a_request_that_grows_as_it_is_written_beyond_what_kafka_takes_is_unusable() {
        String grows = PLAIN.replace("}",
                ",\"call_config\":{\"variables\":{\"a\":[" + "1e6,".repeat(110_000) + "1]}}}");
        assertThat(grows.length()).isLessThan(500_000);
        assertUnusable(read(null, grows), "must not exceed 1000000 bytes");
    }

    @Test
    void a_key_that_is_no_id_is_unusable() {
        for (String key : new String[]{"", "a b", "active", ".."}) {
            assertUnusable(read(key, PLAIN), "not a call id");
        }
        assertUnusable(records.read(found("calls.low", new byte[]{(byte) 0xFF}, PLAIN.getBytes(UTF_8), 0)),
                "not a call id");
    }

    @Test
    void without_any_id_the_place_gives_one_and_always_the_same() {
        String id = usable(null, PLAIN).id().value();
        assertThat(usable(null, PLAIN).id().value()).isEqualTo(id);
        FirstRecord.Found elsewhere = records
                .read(found("calls.low", null, PLAIN.getBytes(UTF_8), NOW.toEpochMilli()));
        assertThat(elsewhere).isInstanceOfSatisfying(FirstRecord.Usable.class,
                other -> assertThat(other.id().value()).isNotEqualTo(id));
    }

    @Test
    void the_topic_decides_the_priority() {
        assertThat(usable("call-1", PLAIN).request().priority()).isEqualTo(Priority.HIGH);
        FirstRecord.Found scheduled = records
                .read(found(Topics.SCHEDULED, null, PLAIN.getBytes(UTF_8), NOW.toEpochMilli()));
        assertThat(scheduled).isInstanceOfSatisfying(FirstRecord.Usable.class,
                usable -> assertThat(usable.request().priority()).isEqualTo(Priority.LOW));
    }

    @Test
    void a_later_record_holds_the_request_as_it_was_accepted_whatever_its_topic_is_by_now() {
        ConsumerRecord<byte[], byte[]> later = found("calls.high", "call-1".getBytes(UTF_8), PLAIN.getBytes(UTF_8), 0);
        later.headers().add(CallRecord.REVISION, "3".getBytes(UTF_8));
        assertThat(records.read(later)).isInstanceOfSatisfying(FirstRecord.Usable.class,
                usable -> assertThat(usable.request().priority()).isEqualTo(Priority.LOW));
    }

    @Test
    void a_request_too_large_to_be_passed_on_is_unusable() {
        String large = PLAIN.substring(0, PLAIN.lastIndexOf('}')) + " ".repeat(1_000_000) + "}";

        assertUnusable(read("call-1", large), "must not exceed 1000000");
    }

    @Test
    void a_record_that_is_no_request_is_unusable() {
        assertUnusable(records.read(found("calls.low", null, null, 0)), "no value");
        assertUnusable(read("call-1", "hello"), "not JSON");
        assertUnusable(read("call-1", "{\"phone_number\":\"+919123456789\"}"), "campaign_id: is required");
    }

    @Test
    void unknown_fields_are_ignored() {
        assertThat(usable("call-1", PLAIN.replace("{", "{\"later\":1,")).request())
                .isEqualTo(usable("call-1", PLAIN).request());
    }

    @Test
    void the_call_begins_when_its_record_was_written() {
        Call call = usable("call-1", PLAIN).call(NOW.plusSeconds(5));
        assertThat(call.status()).isEqualTo(CallStatus.QUEUED);
        assertThat(call.order().createdAt()).isEqualTo(NOW);
    }

    @Test
    void a_producer_from_the_future_or_from_before_time_does_not_move_the_calls_clock() {
        for (long timestamp : new long[]{Long.MAX_VALUE, NOW.toEpochMilli() + 1, -1}) {
            FirstRecord.Found found = records.read(found("calls.low", null, PLAIN.getBytes(UTF_8), timestamp));
            assertThat(found).isInstanceOfSatisfying(FirstRecord.Usable.class,
                    usable -> assertThat(usable.call(NOW).updatedAt()).isEqualTo(NOW));
        }
    }

    @Test
    void a_call_for_later_waits_until_then() {
        String later = PLAIN.replace("{", "{\"scheduled_at\":\"2027-01-15T16:00:00Z\",");
        Call waiting = usable("call-1", later).call(NOW);
        assertThat(waiting.status()).isEqualTo(CallStatus.SCHEDULED);
        assertThat(waiting.dueAt()).contains(Instant.parse("2027-01-15T16:00:00Z"));
        assertThat(usable("call-1", later).call(NOW.plusSeconds(90 * 60)).status()).isEqualTo(CallStatus.QUEUED);
    }
}
