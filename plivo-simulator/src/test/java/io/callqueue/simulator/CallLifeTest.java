package io.callqueue.simulator;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.webhook.SignatureV3;
import io.callqueue.simulator.witness.Fate;

import static org.assertj.core.api.Assertions.assertThat;

class CallLifeTest extends SimulatorTest {
    @Test
    void an_answered_call_rings_answers_and_hangs_up() throws IOException {
        Dialer.Answer created = dialer.dial(NUMBER);
        Receiver.Post hangup = hangup();
        assertThat(receiver.paths()).containsExactly("/ring", "/answer", "/hangup");
        assertThat(receiver.only("/ring").fields()).containsEntry("CallStatus", "ringing")
                .containsEntry("Event", "Ring")
                .containsEntry("CallUUID", created.requestUuid()).containsEntry("RequestUUID", created.requestUuid())
                .containsEntry("To", "14155550101").containsEntry("From", "14155550100")
                .containsEntry("Direction", "outbound")
                .containsEntry("ParentAuthID", simulator.authId()).containsKeys("SessionStart", "CallerName");
        assertThat(receiver.only("/answer").fields()).containsEntry("CallStatus", "in-progress")
                .containsEntry("Event", "StartApp")
                .containsKeys("ALegUUID", "ALegRequestUUID", "SessionStart");
        assertThat(hangup.fields()).containsEntry("CallStatus", "completed").containsEntry("Event", "Hangup")
                .containsEntry("HangupCause", "NORMAL_CLEARING").containsEntry("HangupCauseCode", "4000")
                .containsEntry("HangupCauseName", "Normal Hangup").containsEntry("HangupSource", "Callee")
                .containsKeys("StartTime", "AnswerTime", "EndTime", "Duration", "BillDuration", "BillRate",
                        "TotalCost");
        assertThat(hangup.field("AnswerTime")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(simulator.witness().liveCalls()).isZero();
        assertThat(simulator.witness().mostLiveCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"busy,busy,3010,USER_BUSY,false", "no_answer,no-answer,3000,NO_ANSWER,true",
            "rejected,failed,3020,CALL_REJECTED,true",
            "invalid,failed,2000,INVALID_NUMBER_FORMAT,false", "network_error,failed,5000,NETWORK_OUT_OF_ORDER,false",
            "congestion,failed,3090,NORMAL_CIRCUIT_CONGESTION,false", "3130,failed,3130,CALL_REJECTED,false"})
    void a_call_that_nobody_takes_ends_with_its_code(String outcome, String status, String code, String cause,
            boolean rings) throws IOException {
        simulator.number(NUMBER, Outcome.of(outcome));
        dialer.dial(NUMBER);
        assertThat(hangup().fields()).containsEntry("CallStatus", status).containsEntry("HangupCauseCode", code)
                .containsEntry("HangupCause", cause).containsEntry("AnswerTime", "").containsEntry("Duration", "0");
        assertThat(receiver.paths()).doesNotContain("/answer");
        assertThat(receiver.paths().contains("/ring")).isEqualTo(rings);
    }

    @Test
    void successive_dials_of_a_number_meet_its_outcomes_in_turn() throws IOException {
        simulator.number(NUMBER, Outcome.BUSY, Outcome.NO_ANSWER, Outcome.ANSWERED);
        for (int dial = 0; dial < 4; dial++) {
            dialer.dial(NUMBER);
        }
        assertThat(simulator.witness().dials()).extracting("outcome").containsExactly("busy", "no_answer", "answered",
                "answered");
    }

    @Test
    void a_ring_timeout_cuts_the_ringing_short() throws IOException {
        pace(Pace.INSTANT.withRing(FOREVER));
        dialer.dial(dialer.create(NUMBER, "ring_timeout", 1));
        assertThat(hangup().fields()).containsEntry("HangupCauseCode", "6010").containsEntry("CallStatus", "no-answer");
    }

    @Test
    void a_time_limit_ends_the_talk() throws IOException {
        everybodyTalksForever();
        dialer.dial(dialer.create(NUMBER, "time_limit", 1));
        assertThat(hangup().fields()).containsEntry("HangupCauseCode", "6000")
                .containsEntry("HangupCauseName", "Scheduled Hangup")
                .containsEntry("CallStatus", "completed").containsEntry("BillDuration", "60");
    }

    @Test
    void every_webhook_is_signed_over_its_url_without_the_fragment() throws IOException {
        dialer.dial(dialer.create(NUMBER, "hangup_url",
                receiver.url("/hangup?attempt=1&call_id=c-1#rt=60000&rc=2&rp=all")));
        Receiver.Post hangup = hangup();
        String nonce = hangup.header("X-Plivo-Signature-V3-Nonce");
        String expected = new SignatureV3(simulator.authToken()).sign("POST", hangup.url(), hangup.fields(), nonce);
        assertThat(hangup.header("X-Plivo-Signature-V3")).isEqualTo(expected);
        assertThat(hangup.header("X-Plivo-Signature-Ma-V3")).isEqualTo(expected);
        assertThat(hangup.url().getFragment()).isNull();
    }

    @Test
    void a_get_answer_url_has_its_fields_in_the_query() throws IOException {
        dialer.dial(dialer.create(NUMBER, "answer_method", "GET"));
        hangup();
        Receiver.Post answer = receiver.only("/answer");
        assertThat(answer.method()).isEqualTo("GET");
        assertThat(answer.url().getQuery()).contains("Event=StartApp");
        assertThat(answer.header("X-Plivo-Signature-V3")).isEqualTo(new SignatureV3(simulator.authToken())
                .sign("GET", answer.url(), Map.of(), answer.header("X-Plivo-Signature-V3-Nonce")));
    }

    @Test
    void without_a_hangup_url_the_answer_url_hears_of_the_end() throws IOException {
        Map<String, Object> body = dialer.create(NUMBER);
        body.remove("hangup_url");
        dialer.dial(body);
        eventually().until(() -> receiver.posts().stream().anyMatch(post -> post.field("Event").equals("Hangup")));
        assertThat(receiver.paths()).containsExactly("/ring", "/answer", "/answer");
    }

    @ParameterizedTest
    @CsvSource({"<Response/>,4010", "nonsense,8011", "<Answer><Speak/></Answer>,8011"})
    void bad_or_empty_xml_ends_the_call(String xml, String code) throws IOException {
        everybodyTalksForever();
        receiver.answersWith(xml);
        dialer.dial(NUMBER);
        assertThat(hangup().field("HangupCauseCode")).isEqualTo(code);
    }

    @Test
    void an_answer_url_that_fails_ends_the_call() throws IOException {
        everybodyTalksForever();
        dialer.dial(dialer.create(NUMBER, "answer_url", NOWHERE));
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("7011");
    }

    @Test
    void the_fallback_url_is_asked_when_the_answer_url_fails() throws IOException {
        Map<String, Object> body = dialer.create(NUMBER, "fallback_url",
                receiver.url("/fallback" + Dialer.PATIENT));
        body.put("answer_url", NOWHERE);
        everybodyTalksForever();
        dialer.dial(body);
        eventually().until(() -> receiver.paths().contains("/fallback"));
        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void a_host_beyond_this_machine_is_never_called_and_its_call_goes_on() throws IOException {
        Map<String, Object> body = dialer.create(NUMBER, "answer_url", "https://your-domain.example/answer");
        body.put("ring_url", "http://192.0.2.1/ring");
        dialer.dial(body);
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("4000");
        assertThat(simulator.witness().webhooks("answer", Fate.REFUSED)).isEqualTo(1);
        assertThat(simulator.witness().webhooks("ring", Fate.REFUSED)).isEqualTo(1);
        assertThat(simulator.witness().report().webhookTries()).containsOnlyKeys("hangup");
    }

    @Test
    void a_machine_is_told_when_asked() throws IOException {
        everyCallIs(Outcome.MACHINE);
        everybodyTalksForever();
        Map<String, Object> body = dialer.create(NUMBER, "machine_detection", "true");
        body.put("machine_detection_url", receiver.url("/machine" + Dialer.PATIENT));
        dialer.dial(body);
        eventually().until(() -> receiver.paths().contains("/machine"));
        assertThat(receiver.only("/machine").fields()).containsEntry("Event", "MachineDetection")
                .containsEntry("Machine", "true");
        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void a_machine_is_hung_up_on_when_asked() throws IOException {
        everyCallIs(Outcome.MACHINE);
        everybodyTalksForever();
        dialer.dial(dialer.create(NUMBER, "machine_detection", "hangup"));
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("9100");
    }

    @Test
    void without_a_url_for_the_result_the_answer_url_hears_of_the_machine() throws IOException {
        everyCallIs(Outcome.MACHINE);
        everybodyTalksForever();
        dialer.dial(dialer.create(NUMBER, "machine_detection", true));
        eventually().until(() -> receiver.paths().contains("/answer"));
        assertThat(receiver.only("/answer").field("Machine")).isEqualTo("true");
    }

    @Test
    void a_machine_that_nobody_watches_for_is_an_answered_call() throws IOException {
        everyCallIs(Outcome.MACHINE);
        dialer.dial(NUMBER);
        assertThat(hangup().field("HangupCauseCode")).isEqualTo("4000");
        assertThat(receiver.paths()).containsExactly("/ring", "/answer", "/hangup");
    }

    @Test
    void the_same_seed_gives_a_number_the_same_fate() throws IOException {
        for (int i = 0; i < 20; i++) {
            simulator.behavior(Behavior.DEFAULT.withPace(Pace.INSTANT));
            dialer.dial("+1415555" + (1000 + i));
        }
        try (PlivoSimulator again = PlivoSimulator.start(SimulatorOptions.defaults().withSeed(42)
                .withBehavior(Behavior.DEFAULT.withPace(Pace.INSTANT)));
                Dialer other = new Dialer(again, receiver)) {
            for (int i = 19; i >= 0; i--) {
                other.dial("+1415555" + (1000 + i));
            }
            assertThat(again.witness().dials().reversed()).extracting("outcome")
                    .isEqualTo(simulator.witness().dials().stream().map(dial -> dial.outcome()).toList());
        }
    }

    @Test
    void uri_names_the_bound_port() {
        assertThat(simulator.uri()).isEqualTo(URI.create("http://127.0.0.1:" + simulator.port()));
    }
}
