package io.callqueue.dispatcher.disposition;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class HangupCodeTest {
    @Test
    void codes_that_are_not_in_the_table_are_counted() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        HangupCodes codes = new HangupCodes(metrics);
        assertThat(codes.of(4000).listed()).isTrue();
        assertThat(codes.of(12_345).listed()).isFalse();
        assertThat(metrics.get("callqueue.hangup.codes.unlisted").counter().count()).isEqualTo(1);
    }

    private static final String TABLE = """
            COMPLETED          | ANSWERED       | 4000 4010 4020 4030 6000 9000
            RETRY_LATER        | NO_ANSWER      | 3000 6010 2010 2020
            RETRY_LATER        | BUSY           | 3010 3100
            RETRY_LATER        | CARRIER_ERROR  | 6020
            RETRY_WITH_BACKOFF | ACCOUNT_LIMIT  | 1020 5030
            RETRY_WITH_BACKOFF | CARRIER_ERROR  | 3070 3080 3090
            RETRY_WITH_BACKOFF | NETWORK_ERROR  | 5000 5010 5020
            FINAL_BY_DEFAULT   | UNKNOWN        | 0 1000
            FINAL_BY_DEFAULT   | REJECTED       | 3020 3110 9110
            FINAL_BY_DEFAULT   | MACHINE        | 9100
            NEVER              | INVALID_NUMBER | 2000 3050 3120
            NEVER              | BARRED         | 3040 2030 2040 2050
            STOP_ACCOUNT       | STOPPED        | 1010
            STOP_CALLER_NUMBER | STOPPED        | 3030 3130 3140
            STOP_CAMPAIGN      | STOPPED        | 2060 2070 8011 8012 8013 8014
            STOP_CAMPAIGN      | STOPPED        | 7011 7012 7013 7014 7021 7022 7023 7024 7031 7032 7033 7034
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void every_code_of_plivos_page_has_its_fate_and_its_outcome(Fate fate, Outcome outcome, String codes) {
        codes(codes).forEach(code -> assertThat(HangupCode.of(code)).as("code %s", code)
                .isEqualTo(new HangupCode(code, fate, outcome, true)));
    }

    @Test
    void every_other_code_is_retried_with_backoff_and_known_as_unlisted() {
        Set<Integer> listed = TABLE.lines().flatMapToInt(line -> codes(line.substring(line.lastIndexOf('|') + 1)))
                .boxed().collect(Collectors.toSet());
        IntStream.range(-1, 10_000).filter(code -> !listed.contains(code))
                .forEach(code -> assertThat(HangupCode.of(code)).as("code %s", code)
                        .isEqualTo(new HangupCode(code, Fate.RETRY_WITH_BACKOFF, Outcome.UNKNOWN, false)));
    }

    @Test
    void a_conversation_has_no_error_and_keeps_its_length() {
        Ending ending = ending(4000, false, 37);
        assertThat(ending.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(ending.error()).isEmpty();
        assertThat(ending.durationSeconds()).contains(37);
    }

    @Test
    void a_conversation_with_a_machine_reached_a_machine() {
        assertThat(ending(4010, true, 5).outcome()).isEqualTo(Outcome.MACHINE);
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 3010, 5000, 2000})
    void what_is_no_conversation_has_an_error_and_no_length(int code) {
        Ending ending = ending(code, true, 0);
        assertThat(ending.outcome()).isEqualTo(HangupCode.of(code).outcome());
        assertThat(ending.error()).contains("the name");
        assertThat(ending.durationSeconds()).isEmpty();
    }

    private static Ending ending(int code, boolean machine, int seconds) {
        return HangupCode.of(code).ending(Instant.EPOCH, machine, Optional.of("CAUSE"), Optional.of("the name"),
                Optional.of(seconds));
    }

    private static IntStream codes(String text) {
        return Arrays.stream(text.strip().split(" +")).mapToInt(Integer::parseInt);
    }
}
