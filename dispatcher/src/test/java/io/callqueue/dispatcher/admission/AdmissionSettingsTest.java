package io.callqueue.dispatcher.admission;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AdmissionSettingsTest {
    @ParameterizedTest(name = "horizon {0} ms, the next moment within it after {1} ms: asked after {2} ms")
    @CsvSource({"100, 8, 28", "100, 0, 20", "100, 85, 100", "100, 2000, 100", "50, 8, 18", "0, 8, 8", "60000, 8, 28"})
    void a_moment_is_asked_for_a_little_after_it_comes_within_the_horizon(long horizon, long within, long asked) {
        AdmissionSettings settings = new AdmissionSettings(10, 50, Duration.ofMillis(25), Duration.ofMillis(horizon),
                0.05, Duration.ofSeconds(30));
        assertThat(settings.askAfter(Duration.ofMillis(within))).isEqualTo(Duration.ofMillis(asked));
    }
}
