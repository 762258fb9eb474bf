package io.callqueue.infra.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of redis-server. */
final class ServerProcess {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60); // a large append-only file takes its time
    private static final Duration TELLS_WITHIN = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Path SETSID = Path.of("/usr/bin/setsid"); // of util-linux; it becomes the server itself
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Process process;
    private final int port;
    private final Path logFile;

    private ServerProcess(Process process, int port, Path logFile) {
        this.process = process;
        this.port = port;
        this.logFile = logFile;
    }

    /** Starts, and returns when commands are answered. */
    static ServerProcess start(List<String> command, int port, Path directory) {
        var logFile = directory.resolve("redis-server.log");
        try {
            // A file and not a pipe: the server may outlive this JVM, and nobody has to read along
            var process = new ProcessBuilder(inSessionOfItsOwn(command)).directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile())).start();
            ServerRecord.of(process.toHandle(), Path.of(command.getFirst()).toRealPath()).write(directory);
            var server = new ServerProcess(process, port, logFile);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start redis-server", e);
        }
    }

    /** Ctrl-C in a terminal reaches every process of its session: Redis would be gone before those who still need it. */
    private static List<String> inSessionOfItsOwn(List<String> command) {
        return Files.isExecutable(SETSID)
                ? Stream.concat(Stream.of(SETSID.toString()), command.stream()).toList()
                : command;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!isReady()) {
            if (hasExitedWithin(PAUSE)) {
                throw new IllegalStateException("redis-server ended with exit code " + process.exitValue() + ":\n"
                        + lastLines());
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new IllegalStateException("redis-server did not answer on port " + port + ":\n" + lastLines());
            }
        }
    }

    /** Asks for the pid, because some other server may listen on this port while ours fails to bind to it. */
    private boolean isReady() {
        try {
            String info = Wire.ask("127.0.0.1", port, "INFO", TELLS_WITHIN);
            return info.contains("process_id:" + process.pid() + "\r\n") && info.contains("loading:0");
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** SIGTERM: what is to be kept is written before the end. */
    void stop() {
        process.destroy();
        if (!hasExitedWithin(STOP_PATIENCE)) {
            kill();
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        if (!hasExitedWithin(STOP_PATIENCE)) {
            throw new IllegalStateException("redis-server " + process.pid() + " cannot be killed");
        }
    }

    long pid() {
        return process.pid();
    }

    private boolean hasExitedWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for redis-server", e);
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(logFile);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
