package io.callqueue.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.callqueue.standalone.soak.Soak;
import io.callqueue.standalone.soak.Trouble;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything under faults, for a short while. {@code ./callqueue soak} takes other seeds, and longer.
 */
class SoakTest {
    /** Redis emptied, wiped and set back, and services killed, are in it. */
    private static final long SEED = 788_235;
    private static final Duration SHORT = Duration.ofSeconds(30);

    @Test
    void no_promise_is_broken_under_faults() throws Exception {
        Path logs = Files.createDirectories(Path.of("target", "soak-" + SEED));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean good = new Soak(SEED, SHORT, Set.of(Trouble.values()), logs,
                new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(good).as("%s%nwhat the services said: %s", said.toString(StandardCharsets.UTF_8), logs).isTrue();
    }
}
