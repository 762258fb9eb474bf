package io.callqueue.scheduler;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    /** Kafka and Redis are where nothing answers: the refusal does not wait for them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TIMER_TICK=0ms          | TIMER_TICK is 0 ms: it must be from 1 to 1000 ms
            TIMER_TICK=1m           | TIMER_TICK is 60000 ms: it must be from 1 to 1000 ms
            LOOK_UP_INTERVAL=1ms    | LOOK_UP_INTERVAL is 1 ms: it must be from 1000 to 3600000 ms
            RETURN_AFTER=2h         | RETURN_AFTER is 7200000 ms: it must be from 1000 to 3600000 ms
            PARKED_LOOK_INTERVAL=1ms | PARKED_LOOK_INTERVAL is 1 ms: it must be from 50 to 60000 ms
            TIMER_BATCH=0           | TIMER_BATCH is 0: it must be from 1 to 1000
            RETENTION_INTERVAL=10ms | RETENTION_INTERVAL is 10 ms: it must be from 1s to 1d
            LEDGER_STATE_DIR=pom.xml | LEDGER_STATE_DIR is pom.xml: it must be a folder
            AUDIT_INTERVAL=10ms     | AUDIT_INTERVAL is 10 ms: it must be 0, or from 1s to 30d
            METRICS_PORT=65536      | METRICS_PORT is 65536: it must be from 1 to 65535
            KEEP_EVENTS=1h          | KEEP_EVENTS is 3600000 ms: it must be at least 2h
            KEEP_FINAL_CALLS=1m     | KEEP_FINAL_CALLS is 60000 ms: it must be at least 1h
            """)
    void impossible_setting_stops_the_start_with_a_sentence(String setting, String sentence) {
        assertThatThrownBy(() -> SchedulerApplication.builder().registerShutdownHook(false).run("--" + setting,
                "--KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1", "--REDIS_URL=redis://127.0.0.1:1",
                "--logging.level.root=OFF"))
                .rootCause().hasMessageStartingWith(sentence);
    }
}
