package io.callqueue.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.simulator.behavior.Ids;
import io.callqueue.simulator.behavior.Limits;
import io.callqueue.simulator.witness.Dial;

import static org.assertj.core.api.Assertions.assertThat;

class CreateCallTest extends SimulatorTest {
    @Test
    void a_good_create_is_fired_and_witnessed() throws IOException {
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("message").asString()).isEqualTo("call fired");
        assertThat(answer.json().path("api_id").asString()).isNotBlank();
        Dial dial = simulator.witness().dials().getFirst();
        assertThat(dial.requestUuid()).isEqualTo(answer.requestUuid());
        assertThat(dial.callId()).isEqualTo("c-1");
        assertThat(dial.attempt()).isEqualTo(1);
        assertThat(dial.outcome()).isEqualTo("answered");
        assertThat(simulator.witness().placed("c-1", 1)).isEqualTo(1);
        assertThat(simulator.witness().requests("POST Call/")).isEqualTo(1);
    }

    @Test
    void to_may_be_an_array_as_the_sdk_sends_it() throws IOException {
        Dialer.Answer answer = dialer.dial(dialer.create(NUMBER, "to", List.of(NUMBER)));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("request_uuid").isString()).isTrue();
    }

    @Test
    void a_list_of_numbers_is_as_many_dials() throws IOException {
        Dialer.Answer answer = dialer.dial("+14155550101<+14155550102<+14155550103");
        assertThat(answer.json().path("request_uuid").size()).isEqualTo(3);
        assertThat(simulator.witness().placed()).isEqualTo(3);
        assertThat(simulator.witness().placed("c-1", 1)).isEqualTo(3);
        assertThat(simulator.witness().placedTo("+14155550102")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "answer_url"})
    void a_missing_field_is_named(String field) throws IOException {
        Map<String, Object> body = dialer.create(NUMBER);
        body.remove(field);
        assertRefused(dialer.dial(body), field);
    }

    @ParameterizedTest
    @CsvSource({"to,hello", "to,+0123456789", "to,12345", "from,Bob", "answer_url,ftp://x/y", "time_limit,0",
            "time_limit,86401", "ring_timeout,0",
            "ring_timeout,601", "ring_timeout,soon", "machine_detection,maybe", "machine_detection_time,1999",
            "machine_detection_time,10001",
            "answer_method,PATCH", "caller_name,123456789012345678901234567890123456789012345678901"})
    void an_impossible_value_is_refused(String field, String value) throws IOException {
        assertRefused(dialer.dial(dialer.create(NUMBER, field, value)), field);
    }

    private void assertRefused(Dialer.Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(field);
        assertThat(answer.json().path("api_id").asString()).isNotBlank();
        assertThat(simulator.witness().placed()).isZero();
    }

    @Test
    void a_body_that_is_no_json_object_is_refused() throws IOException {
        assertThat(dialer.plivo("POST", "Call/", "from=1").status()).isEqualTo(400);
        assertThat(dialer.plivo("POST", "Call/", "[]").status()).isEqualTo(400);
    }

    @Test
    void wrong_credentials_are_let_in_nowhere() throws IOException {
        dialer.usesToken("wrong");
        Dialer.Answer answer = dialer.dial(NUMBER);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isNotBlank();
        assertThat(simulator.witness().placed()).isZero();
    }

    @Test
    void unknown_paths_are_404_and_unknown_methods_405() throws IOException {
        assertThat(dialer.get("Nothing/").status()).isEqualTo(404);
        assertThat(dialer.get("Call/no-such-uuid/").status()).isEqualTo(404);
        assertThat(dialer.delete("Call/no-such-uuid/").status()).isEqualTo(404);
        assertThat(dialer.delete("Request/no-such-uuid/").status()).isEqualTo(404);
        assertThat(dialer.plivo("PUT", "Call/", "{}").status()).isEqualTo(405);
    }

    @Test
    void the_request_uuid_is_the_call_uuid_unless_told_otherwise() throws IOException {
        everybodyTalksForever();
        dialer.dial(NUMBER);
        assertThat(simulator.calls()).allMatch(call -> call.callUuid().equals(call.requestUuid()));
        simulator
                .behavior(simulator.behavior().withIds(Ids.PLAIN.withCallUuidDiffers(true).withRequestUuidArray(true)));
        Dialer.Answer answer = dialer.dial("+14155550102");
        assertThat(answer.json().path("request_uuid").isArray()).isTrue();
        assertThat(simulator.calls()).anyMatch(call -> !call.callUuid().equals(call.requestUuid()));
    }

    @Test
    void the_301st_request_within_five_seconds_is_429_when_told_so() {
        simulator.behavior(simulator.behavior().withLimits(Limits.NONE.withRequestLimit(true)));
        stopClock();
        for (int i = 0; i < 300; i++) {
            assertThat(dialer.get("Call/?status=live").status()).isEqualTo(200);
        }
        moveClock(Duration.ofSeconds(5).minusNanos(1));
        assertThat(dialer.get("Call/?status=live").status()).isEqualTo(429);
        moveClock(Duration.ofNanos(1));
        assertThat(dialer.get("Call/?status=live").status()).isEqualTo(200);
    }
}
