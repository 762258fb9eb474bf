package io.callqueue.request;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Priority;
import io.callqueue.call.Reschedule;
import io.callqueue.codec.Json;

import static org.assertj.core.api.Assertions.assertThat;

class RescheduleReaderTest {
    @Test
    void a_time_has_any_offset_and_either_field_may_be_left_out() {
        assertThat(read("{\"scheduled_at\":\"2027-01-15T20:00:00+05:30\"}").value())
                .contains(new Reschedule(Optional.of(Instant.parse("2027-01-15T14:30:00Z")), Optional.empty()));
        assertThat(read("{\"priority\":\"urgent\"}").value())
                .contains(new Reschedule(Optional.empty(), Optional.of(Priority.URGENT)));
        assertThat(read("{\"priority\":\"low\",\"scheduled_at\":\"2020-01-15T14:30:00Z\"}").value()).contains(
                new Reschedule(Optional.of(Instant.parse("2020-01-15T14:30:00Z")), Optional.of(Priority.LOW)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{}                                            | ~~           | invalid-request",
            "{\"scheduled_at\":\"2027-01-15T14:30:00\"}      | scheduled_at | invalid-request",
            "{\"scheduled_at\":\"tomorrow\"}                 | scheduled_at | invalid-request",
            "{\"scheduled_at\":null}                       | scheduled_at | invalid-request",
            "{\"scheduled_at\":1800000000}                 | scheduled_at | invalid-request",
            "{\"scheduled_at\":{}}                         | scheduled_at | invalid-request",
            "{\"priority\":\"HIGH\"}                         | priority     | invalid-request",
            "{\"priority\":null}                           | priority     | invalid-request",
            "{\"priority\":[1]}                            | priority     | invalid-request",
            "{\"priority\":\"high\",\"max_retries\":1}       | max_retries  | unknown-field"})
    void anything_else_is_refused_with_its_field(String json, String field, String code) {
        Checked<Reschedule> read = read(json);
        assertThat(read.value()).isEmpty();
        assertThat(read.refusals()).extracting(Refusal::field, Refusal::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(field, code));
    }

    private static Checked<Reschedule> read(String json) {
        return RescheduleReader.read(Json.MAPPER.readTree(json));
    }
}
