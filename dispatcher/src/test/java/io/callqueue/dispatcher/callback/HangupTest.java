package io.callqueue.dispatcher.callback;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.CallId;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;
import io.callqueue.dispatcher.disposition.HangupCode;
import io.callqueue.topic.Callback;

import static org.assertj.core.api.Assertions.assertThat;

class HangupTest {
    private static final Instant NOW = Instant.parse("2020-01-15T14:30:00Z");

    @Test
    void an_answered_call_is_read_as_plivo_sends_it() {
        Ending ending = hangup(Map.of("CallStatus", "completed", "HangupCause", "NORMAL_CLEARING", "HangupCauseCode",
                "4000", "HangupCauseName", "Normal Hangup", "Duration", "37", "BillDuration", "60")).ending(false);
        assertThat(ending.at()).isEqualTo(NOW);
        assertThat(ending.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(ending.hangupCause()).contains("NORMAL_CLEARING");
        assertThat(ending.hangupCauseCode()).contains(4000);
        assertThat(ending.error()).isEmpty();
        assertThat(ending.durationSeconds()).contains(37);
    }

    @Test
    void a_busy_call_is_read_as_plivo_sends_it() {
        Ending ending = hangup(Map.of("CallStatus", "busy", "HangupCause", "USER_BUSY", "HangupCauseCode", "3010",
                "HangupCauseName", "Busy Line", "Duration", "0", "AnswerTime", "")).ending(false);
        assertThat(ending.outcome()).isEqualTo(Outcome.BUSY);
        assertThat(ending.error()).contains("Busy Line");
        assertThat(ending.durationSeconds()).isEmpty();
    }

    @Test
    void the_code_decides_and_not_the_status() {
        Hangup hangup = hangup(Map.of("CallStatus", "completed", "HangupCauseCode", "3010"));
        assertThat(hangup.code().outcome()).isEqualTo(Outcome.BUSY);
    }

    @ParameterizedTest
    @CsvSource({"completed, 4000", "busy, 3010", "no-answer, 3000", "timeout, 3000", "failed, 0", "nonsense, 0"})
    void without_a_code_the_status_has_to_do(String status, int code) {
        assertThat(hangup(Map.of("CallStatus", status)).code().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "abc", "-1", "3.5", "12345678901", "４０００"})
    void a_code_that_is_no_number_is_as_good_as_none(String garbage) {
        assertThat(hangup(Map.of("CallStatus", "busy", "HangupCauseCode", garbage, "Duration", garbage)).code().code())
                .isEqualTo(3010);
    }

    @Test
    void an_empty_form_is_an_unknown_end() {
        Hangup hangup = hangup(Map.of());
        assertThat(hangup.code().code()).isZero();
        assertThat(hangup.ending(true)).isEqualTo(new Ending(NOW, Outcome.UNKNOWN, java.util.Optional.empty(),
                java.util.Optional.of(0), java.util.Optional.empty(), java.util.Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0.00850, 0.00850", "0, 0", "'', ", "abc, ", "-1, ", "1e9, "})
    void the_cost_is_as_plivo_tells_it(String told, @Nullable BigDecimal cost) {
        assertThat(hangup(Map.of("HangupCauseCode", "4000", "TotalCost", told)).ending(false).cost())
                .isEqualTo(Optional.ofNullable(cost));
    }

    @Test
    void without_a_name_the_cause_says_what_went_wrong() {
        assertThat(hangup(Map.of("HangupCauseCode", "3010", "HangupCause", "USER_BUSY")).ending(false).error())
                .contains("USER_BUSY");
    }

    private static Hangup hangup(Map<String, String> form) {
        return Hangup.of(Callback.of(Callback.Kind.HANGUP, new CallId("call-1"), 1, NOW, form),
                HangupCode::of);
    }
}
