package io.callqueue.dispatcher;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    private static final List<String> POSSIBLE = List.of("--PLIVO_AUTH_ID=MASIMULATOR000000000",
            "--PLIVO_AUTH_TOKEN=token", "--PLIVO_NUMBER=+14155550100", "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1",
            "--REDIS_URL=redis://127.0.0.1:1", "--logging.level.root=OFF");

    /** Kafka and Redis are where nothing answers: the refusal does not wait for them. */
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PLIVO_AUTH_ID=            | PLIVO_AUTH_ID is missing: the dispatcher can not dial without it
            PLIVO_AUTH_ID=XX123       | PLIVO_AUTH_ID is not an auth id: 20 characters that begin with MA or SA
            PLIVO_AUTH_TOKEN=         | PLIVO_AUTH_TOKEN is missing
            PLIVO_NUMBER=             | PLIVO_NUMBER is '': it must be the caller number in E.164
            PLIVO_NUMBER=+14155550100=0 | PLIVO_NUMBER gives +14155550100 a rate of 0
            PLIVO_NUMBER=+14155550100,+14155550100=2 | PLIVO_NUMBER names +14155550100 twice
            PLIVO_NUMBER=+14155550100, | PLIVO_NUMBER is '+14155550100,': it must be the caller number in E.164
            PLIVO_NUMBER=0041         | PLIVO_NUMBER is '0041': it must be the caller number in E.164
            PLIVO_API_URL=plivo       | PLIVO_API_URL is 'plivo': it must be an http or https URL
            PUBLIC_URL=nowhere        | PUBLIC_URL is 'nowhere': it must be http(s)://host[:port][/path]
            PLIVO_REQUEST_TIMEOUT=99ms | PLIVO_REQUEST_TIMEOUT is 99 ms: it must be at least 100 ms
            PLIVO_REQUEST_TIMEOUT=16s | PLIVO_REQUEST_TIMEOUT is 16000 ms: it must not exceed half of DIAL_DEADLINE, 30000 ms
            AGENT_SERVER_URL=bot:8765 | AGENT_SERVER_URL is 'bot:8765': it must be an http or https URL
            MAX_CONCURRENT_CALLS=0    | MAX_CONCURRENT_CALLS is 0: it must be at least 1
            RATE_LIMIT_PER_SECOND=0   | RATE_LIMIT_PER_SECOND is 0.0: it must be above 0, at most 10000
            RATE_LIMIT_PER_SECOND=NaN | RATE_LIMIT_PER_SECOND is NaN: it must be above 0, at most 10000
            RATE_TOLERANCE=9ms        | RATE_TOLERANCE is 9 ms: it must be from 10 to 1000 ms
            RATE_TOLERANCE=2s         | RATE_TOLERANCE is 2000 ms: it must be from 10 to 1000 ms
            RATE_HORIZON=2m           | RATE_HORIZON is 120000 ms: it must be from 0 to 60000 ms
            RATE_HORIZON=1001ms       | RATE_HORIZON is 1001 ms: it must not exceed a tenth of PLIVO_REQUEST_TIMEOUT, 10000 ms
            PERMIT_LAPSE=10ms         | PERMIT_LAPSE is 10 ms: it must be from 1000 to 3600000 ms
            ATTEMPTS_PER_NUMBER=-1    | ATTEMPTS_PER_NUMBER is -1: it must be from 0, for no cap, to 1000
            ATTEMPTS_PER_NUMBER_PERIOD=0s | ATTEMPTS_PER_NUMBER_PERIOD is 0 s: it must be from 1s to 366d
            QUEUE_WORKERS=0           | QUEUE_WORKERS is 0: it must be from 1 to 10000
            DIAL_DEADLINE=100ms       | DIAL_DEADLINE is 100 ms: it must be from 1000 to 60000 ms
            WINDOW_SPREAD=13h         | WINDOW_SPREAD is 46800000 ms: it must be from 0 to 12 hours
            DEFAULT_TIMEZONE=Mars     | DEFAULT_TIMEZONE is 'Mars': it must be a time zone of the IANA list
            CALLEE_BUSY_DELAY=0s      | CALLEE_BUSY_DELAY is 0 ms: it must be from 100 ms to 1 day
            PLIVO_AWAY_DELAY=-1s      | PLIVO_AWAY_DELAY is -1000 ms: it must be from 100 ms to 1 day
            WEBHOOK_MARGIN=0s         | WEBHOOK_MARGIN is 0 ms: it must be from 100 ms to 1 day
            RECORD_LAG=2d             | RECORD_LAG is 172800000 ms: it must be from 100 ms to 1 day
            AGENT_SERVER_TIMEOUT=0s   | AGENT_SERVER_TIMEOUT is 0 ms: it must be from 10 ms to 1 min
            REDIS_TIMEOUT=0s          | REDIS_TIMEOUT is 0 ms: it must be from 10 ms to 1 min
            KAFKA_SESSION_TIMEOUT=2h  | KAFKA_SESSION_TIMEOUT is 7200000 ms: it must be from 1 s to 30 min
            LOOK_UP_SPACING=0s        | LOOK_UP_SPACING is 0 ms: it must be from 100 ms to 1 day
            RETRY_BUSY_MAX=-1         | RETRY_BUSY_MAX is -1: it must be from 0 to 1000000
            RETRY_NO_ANSWER_BASE=0s   | RETRY_NO_ANSWER_BASE is 0 ms: it must be from 1 ms to 30 days
            RETRY_NETWORK_FACTOR=0.5  | RETRY_NETWORK_FACTOR is 0.5: it must be from 1 to 10
            RETRY_NETWORK_FACTOR=NaN  | RETRY_NETWORK_FACTOR is NaN: it must be from 1 to 10
            RETRY_ACCOUNT_LIMIT_CAP=1s | RETRY_ACCOUNT_LIMIT_BASE is 5000 ms: it must not exceed RETRY_ACCOUNT_LIMIT_CAP, 1000 ms
            RETRY_MACHINE_CAP=31d     | RETRY_MACHINE_CAP is 2678400000 ms: it must be from 1 ms to 30 days
            HOLD_DELAY=0s             | HOLD_DELAY is 0 ms: it must be from 1 ms to 30 days
            METRICS_PORT=-1           | METRICS_PORT is -1: it must be from 1 to 65535
            LEASE_WATCH_INTERVAL=0s   | LEASE_WATCH_INTERVAL is 0 ms: it must be from 100 ms to 1 day
            """)
    void impossible_setting_stops_the_start_with_a_sentence(String setting, String sentence) {
        String name = setting.substring(0, setting.indexOf('=') + 1);
        String[] args = Stream.concat(POSSIBLE.stream().filter(arg -> !arg.startsWith("--" + name)),
                Stream.of("--" + setting)).toArray(String[]::new);
        assertThatThrownBy(() -> {
            try (var context = DispatcherApplication.builder().run(args)) {
                throw new AssertionError("started with " + setting + ": " + context);
            }
        }).rootCause().hasMessageStartingWith(sentence);
    }
}
