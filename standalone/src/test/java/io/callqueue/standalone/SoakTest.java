package io.callqueue.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import io.callqueue.standalone.soak.Soak;
import io.callqueue.standalone.soak.Trouble;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything under faults, for a short while. {@code ./callqueue soak} takes other seeds, and longer.
 */
@Isolated("its processes need the processors")
class SoakTest {
    private static final long SEED = 100_240;
    /** Long enough for most kinds of trouble; with this seed those in which Redis loses data come second to fifth, and what people do before and after. */
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final int OPEN_CALLS = 2_000;

    @Test
    void no_promise_is_broken_under_faults() throws Exception {
        Path logs = Files.createDirectories(Path.of("target", "soak-" + SEED));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean good = new Soak(SEED, SHORT, OPEN_CALLS, Set.of(Trouble.values()), logs,
                new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(good).as("%s%nwhat the services said: %s", said.toString(StandardCharsets.UTF_8), logs).isTrue();
        assertThat(Trouble.LOSSES).as("Redis lost its data in each way").allSatisfy(
                kind -> assertThat(said.toString(StandardCharsets.UTF_8)).contains("  " + kind.phrase() + "\n"));
    }
}
