package io.callqueue.infra.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PredecessorTest {

    private @TempDir Path directory;
    private Process process;
    private ServerRecord itself;

    @BeforeEach
    void start_some_process() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
        itself = ServerRecord.of(process.toHandle()).orElseThrow();
    }

    @AfterEach
    void end_it() {
        process.destroyForcibly();
    }

    @Test
    void the_recorded_process_is_ended() {
        itself.write(directory);
        Predecessor.end(directory);
        assertThat(itself.process()).isEmpty();
    }

    @Test
    void another_executable_under_the_recorded_pid_is_left_alone() {
        new ServerRecord(itself.pid(), itself.started(), directory.resolve("redis-server").toString()).write(directory);
        Predecessor.end(directory);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void the_same_executable_started_at_another_time_is_left_alone() {
        new ServerRecord(itself.pid(), itself.started().minus(Duration.ofMinutes(1)), itself.executable())
                .write(directory);
        Predecessor.end(directory);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void a_file_that_was_cut_short_names_nobody() throws IOException {
        Files.writeString(directory.resolve(ServerRecord.FILE), String.valueOf(itself.pid()));
        Predecessor.end(directory);
        assertThat(process.isAlive()).isTrue();
    }
}
