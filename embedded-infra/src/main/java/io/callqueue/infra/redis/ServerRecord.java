package io.callqueue.infra.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What tells a running redis-server from any other process that may have its pid by now: the executable and the moment of
 * its start. Written to a file in the data directory, one value a line.
 */
record ServerRecord(long pid, Instant started, String executable) {

    static final String FILE = "redis-server.pid";

    /** The system's start times are rounded, and move a little when the clock is set. */
    private static final Duration CLOCK_DRIFT = Duration.ofSeconds(2);

    static Optional<ServerRecord> of(ProcessHandle process) {
        var info = process.info();
        return info.startInstant().flatMap(started -> info.command()
                .map(executable -> new ServerRecord(process.pid(), started, executable)));
    }

    /** Of a process that has just been started, and may not have become this executable yet. */
    static ServerRecord of(ProcessHandle process, Path executable) {
        return new ServerRecord(process.pid(), process.info().startInstant().orElseThrow(), executable.toString());
    }

    /** Empty if there is no file, or one that was cut short or is not ours. */
    static Optional<ServerRecord> read(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.size() != 3
                    ? Optional.empty()
                    : Optional.of(new ServerRecord(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)),
                            lines.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    void write(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            Files.write(file, List.of(String.valueOf(pid), started.toString(), executable));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The process, if it still runs and is the recorded one. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(this::describes);
    }

    private boolean describes(ProcessHandle process) {
        return of(process)
                .filter(now -> now.executable.equals(executable)
                        && Duration.between(started, now.started).abs().compareTo(CLOCK_DRIFT) <= 0)
                .isPresent();
    }
}
