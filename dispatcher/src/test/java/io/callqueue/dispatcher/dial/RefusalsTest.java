package io.callqueue.dispatcher.dial;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Outcome;
import io.callqueue.dispatcher.disposition.Fate;
import io.callqueue.dispatcher.plivo.DialResult.Refused;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | to is invalid                                | NEVER              | REJECTED
            401 | Authentication credentials are wrong         | STOP_ACCOUNT       | STOPPED
            402 | Out of credit                                | STOP_ACCOUNT       | STOPPED
            403 | Geo permission to this country is disabled   | NEVER              | BARRED
            403 | {"error":"limit","hangup_cause_code":5030}   | RETRY_WITH_BACKOFF | ACCOUNT_LIMIT
            403 | Concurrency limit reached                    | RETRY_WITH_BACKOFF | ACCOUNT_LIMIT
            404 | not found                                    | STOP_ACCOUNT       | STOPPED
            405 | method not allowed                           | STOP_ACCOUNT       | STOPPED
            422 | unprocessable                                | NEVER              | REJECTED
            """)
    void each_refusal_has_its_meaning(int status, String error, Fate fate, Outcome outcome) {
        assertThat(Refusals.of(new Refused(status, error))).isEqualTo(new Refusals(fate, outcome));
    }
}
