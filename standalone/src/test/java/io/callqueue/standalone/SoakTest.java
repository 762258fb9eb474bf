package io.callqueue.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.standalone.soak.Soak;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything under faults, for a short while. These seeds, run for longer, found what other tests had not: the trace of another call to the
 * same number, taken for that of an attempt in doubt. {@code ./callqueue soak} takes others.
 */
class SoakTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(longs = {102, 104})
    void no_promise_is_broken_under_faults(long seed) throws Exception {
        Path logs = Files.createDirectories(Path.of("target", "soak-" + seed));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean good = new Soak(seed, SHORT, logs, new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(good).as("%s%nwhat the services said: %s", said.toString(StandardCharsets.UTF_8), logs).isTrue();
    }
}
