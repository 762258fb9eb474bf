package io.callqueue.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.standalone.soak.Soak;
import io.callqueue.standalone.soak.Trouble;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything under faults, for a short while. {@code ./callqueue soak} takes other seeds, and longer.
 */
class SoakTest {
    private static final Duration SHORT = Duration.ofSeconds(15);
    private static final Duration LOSSES = Duration.ofSeconds(18);

    @ParameterizedTest
    @ValueSource(longs = 102)
    void no_promise_is_broken_under_faults(long seed) throws Exception {
        expectGood(seed, SHORT, Set.of(Trouble.values()));
    }

    @Test
    void no_promise_is_broken_while_redis_loses_its_data_again_and_again() throws Exception {
        expectGood(105, LOSSES, Trouble.LOSSES);
    }

    private static void expectGood(long seed, Duration length, Set<Trouble> troubles) throws Exception {
        Path logs = Files.createDirectories(Path.of("target", "soak-" + seed));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean good = new Soak(seed, length, troubles, logs,
                new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(good).as("%s%nwhat the services said: %s", said.toString(StandardCharsets.UTF_8), logs).isTrue();
    }
}
