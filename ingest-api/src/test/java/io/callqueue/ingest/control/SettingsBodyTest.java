package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.ingest.web.Refused;
import io.callqueue.request.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingsBodyTest {
    private static final BigDecimal LEAST = new BigDecimal("0.5");
    private static final BigDecimal MOST = new BigDecimal("20");

    @Test
    void what_is_left_out_stays_and_null_unsets() {
        SettingsBody body = body("{\"whole\":null,\"flag\":null}");
        assertThat(body.wholeNumber("whole", Optional.of(5), 10)).isEmpty();
        assertThat(body.number("number", Optional.of(BigDecimal.TEN), LEAST, MOST)).contains(BigDecimal.TEN);
        assertThat(body.flag("flag", Optional.of(true))).isEmpty();
        assertThat(body.has("whole")).isTrue();
        assertThat(body.has("number")).isFalse();
        body.check();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "10,10", "2.0,2", "1e1,10", "0.1E+1,1"})
    void a_whole_number_is_one_however_it_is_written(String sent, int read) {
        SettingsBody body = body("{\"whole\":" + sent + "}");
        assertThat(body.wholeNumber("whole", Optional.empty(), 10)).contains(read);
        body.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "11", "1.5", "1e9", "1e999999", "-1e999999", "99999999999999999999999999",
            "\"5\"",
            "true", "[5]", "{\"a\":5}", "\"\"", "0.9999999999999999"})
    void what_is_no_whole_number_of_the_range_is_refused(String sent) {
        SettingsBody body = body("{\"whole\":" + sent + "}");
        assertThat(body.wholeNumber("whole", Optional.of(5), 10)).isEmpty();
        assertRefused(body, "whole", Refusal.INVALID_REQUEST, "must be a whole number from 1 to 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.4999", "20.0001", "1e999999", "1e-999999", "\"1\"", "\"NaN\"", "false", "[]",
            "{}"})
    void what_is_no_number_of_the_range_is_refused(String sent) {
        SettingsBody body = body("{\"number\":" + sent + "}");
        assertThat(body.number("number", Optional.of(BigDecimal.TEN), LEAST, MOST)).isEmpty();
        assertRefused(body, "number", Refusal.INVALID_REQUEST, "must be a number from 0.5 to 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "\"true\"", "\"\"", "[true]", "{}"})
    void only_true_and_false_are_flags(String sent) {
        SettingsBody body = body("{\"flag\":" + sent + "}");
        assertThat(body.flag("flag", Optional.of(true))).isEmpty();
        assertRefused(body, "flag", Refusal.INVALID_REQUEST, "must be true or false");
    }

    @Test
    void a_field_that_nobody_knows_is_refused_with_those_that_are_known() {
        assertRefused(body("{\"flags\":true}"), "flags", Refusal.UNKNOWN_FIELD,
                "can not be set: [flag, number, whole] can");
    }

    @Test
    void every_field_that_is_wrong_is_named() {
        SettingsBody body = body("{\"flag\":1,\"other\":1,\"whole\":0}");
        assertThat(body.wholeNumber("whole", Optional.empty(), 10)).isEmpty();
        assertThat(body.flag("flag", Optional.empty())).isEmpty();
        assertThatExceptionOfType(Refused.class).isThrownBy(body::check)
                .satisfies(refused -> assertThat(refused.problem().errors()).extracting(Refusal::field)
                        .containsExactlyInAnyOrder("other", "whole", "flag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "7", "null", "\"{}\"", "{", "{\"flag\":true}}",
            "{\"flag\":true,\"flag\":false}",
            "{'flag':true}", "{\"number\":NaN}", "\u0000"})
    void what_is_no_object_is_malformed(String json) {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> body(json))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }

    private static SettingsBody body(String json) {
        return SettingsBody.read(json.getBytes(StandardCharsets.UTF_8), Set.of("whole", "number", "flag"));
    }

    private static void assertRefused(SettingsBody body, String field, String code, String message) {
        assertThatExceptionOfType(Refused.class).isThrownBy(body::check).satisfies(refused -> assertThat(
                refused.problem().errors()).containsExactly(new Refusal(field, code, message)));
    }
}
