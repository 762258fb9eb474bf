package io.callqueue.simulator;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Lags;

import static org.assertj.core.api.Assertions.assertThat;

class ControlApiTest extends SimulatorTest {
    @Test
    void behavior_reads_back_as_it_is_put() throws IOException {
        Dialer.Answer put = dialer.send("PUT", "/simulator/behavior",
                """
                        {"mix": {"busy": 1}, "pace": {"talk": {"mean_ms": 2000}}, "lags": {"record_ms": 7}, "limits": {"calls_per_second": 2.5},
                         "ids": {"request_uuid_array": true}, "misbehavior": [{"kind": "refuse", "status": 429, "next": 2}]}""");
        assertThat(put.status()).isEqualTo(200);
        Behavior behavior = simulator.behavior();
        assertThat(behavior.mix().weights()).containsOnlyKeys("busy");
        assertThat(behavior.pace().talk().meanMs()).isEqualTo(2000);
        assertThat(behavior.lags().recordMs()).isEqualTo(7);
        assertThat(behavior.ids().requestUuidArray()).isTrue();
        assertThat(behavior.misbehavior()).hasSize(1);
        String whole = dialer.send("GET", "/simulator/behavior", "").response().body();
        assertThat(dialer.send("PUT", "/simulator/behavior", whole).status()).isEqualTo(200);
        assertThat(simulator.behavior()).isEqualTo(behavior);
    }

    @Test
    void what_a_put_does_not_name_stays() throws IOException {
        Behavior before = simulator.behavior();
        dialer.send("PUT", "/simulator/behavior", "{\"lags\": {\"list_ms\": 5}}");
        assertThat(simulator.behavior()).isEqualTo(before.withLags(new Lags(5, 0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"colour\": 1}|colour", "{\"pace\": {\"run\": {}}}|run",
            "{\"mix\": {\"asleep\": 1}}|asleep",
            "{\"misbehavior\": [{\"kind\": \"explode\", \"next\": 1}]}|explode",
            "{\"misbehavior\": [{\"kind\": \"refuse\", \"next\": 1}]}|status",
            "{\"misbehavior\": [{\"next\": 1}]}|kind",
            "{\"misbehavior\": [{\"kind\": \"refuse\", \"status\": 500, \"next\": 1, \"x\": 2}]}|x",
            "{\"lags\": {\"list_ms\": -1}}|lag", "[]|object", "{|end-of-input", "{\"pace\": null}|pace"})
    void what_cannot_be_is_400_with_the_reason(String body, String reason) throws IOException {
        Behavior before = simulator.behavior();
        Dialer.Answer answer = dialer.send("PUT", "/simulator/behavior", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(reason);
        assertThat(simulator.behavior()).isEqualTo(before);
    }

    @Test
    void a_number_can_be_told_its_outcomes_and_forget_them() throws IOException {
        assertThat(
                dialer.send("PUT", "/simulator/numbers/+14155550101", "{\"outcomes\": [\"busy\", \"3130\"]}").status())
                .isEqualTo(200);
        assertThat(dialer.send("GET", "/simulator/numbers", "").json().path("numbers").path("14155550101").get(1)
                .asString()).isEqualTo("3130");
        dialer.dial(NUMBER);
        dialer.send("DELETE", "/simulator/numbers/+14155550101", "");
        dialer.dial(NUMBER);
        assertThat(simulator.witness().dials()).extracting("outcome").containsExactly("busy", "answered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"outcomes\": [\"asleep\"]}", "{\"outcome\": []}", "{}", ""})
    void a_numbers_outcomes_must_be_readable(String body) throws IOException {
        assertThat(dialer.send("PUT", "/simulator/numbers/+14155550101", body).status()).isEqualTo(400);
        assertThat(dialer.send("PUT", "/simulator/numbers/abc", "{\"outcomes\": [\"busy\"]}").status()).isEqualTo(400);
    }

    @Test
    void the_witness_speaks_in_short_and_in_full_and_forgets() throws IOException {
        dialer.dial(NUMBER);
        hangup();
        eventually().until(() -> simulator.witness().report().webhooks().containsKey("hangup.sent"));
        Dialer.Answer report = dialer.send("GET", "/simulator/witness", "");
        assertThat(report.json().path("placed").asInt()).isEqualTo(1);
        assertThat(report.json().path("most_live_calls").asInt()).isEqualTo(1);
        assertThat(report.json().path("most_dials_in_any_second").asInt()).isEqualTo(1);
        assertThat(report.json().path("seed").asLong()).isEqualTo(42);
        assertThat(report.json().path("webhooks").path("hangup.sent").asInt()).isEqualTo(1);
        assertThat(dialer.send("GET", "/simulator/witness/calls/c-1", "").json().path("placed_by_attempt").path("1")
                .asInt()).isEqualTo(1);
        assertThat(dialer.send("GET", "/simulator/witness/numbers/+14155550101", "").json().path("placed").asInt())
                .isEqualTo(1);
        assertThat(dialer.send("GET", "/simulator/dials?call_id=c-1", "").json().path("dials").get(0).path("attempt")
                .asInt()).isEqualTo(1);
        assertThat(dialer.send("GET", "/simulator/dials?to=%2B14155550102", "").json().path("dials").size()).isZero();
        assertThat(dialer.send("DELETE", "/simulator/witness", "").status()).isEqualTo(204);
        assertThat(simulator.witness().placed()).isZero();
    }

    @Test
    void a_callee_can_hang_up() throws IOException {
        everybodyTalksForever();
        dialer.dial(NUMBER);
        eventually().until(() -> receiver.paths().contains("/answer"));
        String uuid = dialer.send("GET", "/simulator/calls", "").json().path("calls").get(0).path("call_uuid")
                .asString();
        assertThat(dialer.send("POST", "/simulator/calls/" + uuid + "/hangup", "").status()).isEqualTo(204);
        assertThat(hangup().fields()).containsEntry("HangupCauseCode", "4000").containsEntry("HangupSource", "Callee");
        assertThat(dialer.send("POST", "/simulator/calls/" + uuid + "/hangup", "").status()).isEqualTo(404);
    }

    @Test
    void the_sample_bot_starts_answers_and_is_well() throws IOException {
        assertThat(dialer.send("POST", "/start-call", "{\"call_id\": \"c-1\", \"phone_number\": \"+1\"}").status())
                .isEqualTo(200);
        assertThat(dialer.send("POST", "/start-call", "{").status()).isEqualTo(400);
        assertThat(simulator.witness().startCalls("c-1")).isEqualTo(1);
        assertThat(simulator.witness().startCallBodies("c-1").getFirst()).contains("phone_number");
        assertThat(dialer.send("GET", "/outbound-answer", "").response().body()).contains("<Response>");
        assertThat(dialer.send("POST", "/outbound-answer", "x=1").status()).isEqualTo(200);
        assertThat(dialer.send("GET", "/health", "").json().path("status").asString()).isEqualTo("ok");
        assertThat(dialer.send("GET", "/nothing", "").status()).isEqualTo(404);
    }

    @Test
    void the_sample_bots_xml_keeps_a_call_alive() throws IOException {
        everybodyTalksForever();
        dialer.dial(dialer.create(NUMBER, "answer_url", simulator.uri() + "/outbound-answer"));
        eventually().until(() -> simulator.witness().report().webhooks().containsKey("answer.sent"));
        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void unknown_places_are_404_and_unknown_methods_405() throws IOException {
        assertThat(dialer.send("GET", "/simulator/nothing", "").status()).isEqualTo(404);
        assertThat(dialer.send("POST", "/simulator/behavior", "{}").status()).isEqualTo(405);
        assertThat(dialer.send("PUT", "/simulator/dials", "{}").status()).isEqualTo(405);
    }
}
