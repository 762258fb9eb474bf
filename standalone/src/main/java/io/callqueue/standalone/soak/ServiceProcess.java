package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, started as a person would. */
final class ServiceProcess implements AutoCloseable {
    private static final List<String> JAVA = List.of(ProcessHandle.current().info().command().orElse("java"),
            "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=logback.xml", "-cp", System.getProperty("java.class.path"),
            "io.callqueue.standalone.Callqueue");
    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log where it writes what it says */
    static ServiceProcess start(Map<String, String> environment, Path log, String... args) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        try {
            return new ServiceProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean hasSaid(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a SIGSTOP holds it. */
    boolean isFrozen() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) { // it has ended
            return false;
        }
    }

    void thaw() throws IOException, InterruptedException {
        int unused = new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid())).start().waitFor();
    }

    /** SIGTERM; whoever does not end by it is killed. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            int unused = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        kill();
    }
}
