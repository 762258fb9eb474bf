package io.callqueue.standalone.town;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service in a process of its own, started as a person would. */
public final class ServiceProcess implements AutoCloseable {
    private static final List<String> JAVA = List.of(ProcessHandle.current().info().command().orElse("java"),
            "-Xmx192m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=logback.xml");
    /** How the script starts a JVM here, if it started this one; but for its collector, which may be one for who measures. */
    private static final List<String> AS_THE_SCRIPT_DOES = Stream
            .of(ProcessHandle.current().info().arguments().orElse(new String[0]))
            .filter(option -> option.startsWith("-XX:") || option.startsWith("-Xlog:"))
            .filter(option -> !option.matches("-XX:[+-]Use[A-Za-z]*GC")).toList();
    private static final List<String> CALLQUEUE = List.of("-cp", System.getProperty("java.class.path"),
            "io.callqueue.standalone.Callqueue");
    private final Process process;
    private final Path log;
    private volatile boolean told;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param log where it writes what it says, @param args as a person types them after {@code ./callqueue} */
    static ServiceProcess start(TownSettings settings, Map<String, String> environment, Path log, String... args) {
        List<String> command = new ArrayList<>(JAVA);
        command.addAll(AS_THE_SCRIPT_DOES);
        command.addAll(settings.javaOptions());
        command.addAll(CALLQUEUE);
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // none outlives us
            return new ServiceProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It ended, and we did not make it. */
    public boolean hasCrashed() {
        return !process.isAlive() && !told;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public boolean hasSaid(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a SIGSTOP holds it. */
    public boolean isFrozen() {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) { // it has ended
            return false;
        }
    }

    public void thaw() throws IOException, InterruptedException {
        int unused = new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid())).start().waitFor();
    }

    /** SIGTERM; whoever does not end by it is killed. */
    public void terminate() throws InterruptedException {
        told = true;
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** SIGKILL. */
    public void kill() {
        told = true;
        process.destroyForcibly();
        try {
            int unused = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Path log() {
        return log;
    }

    @Override
    public void close() {
        kill();
    }
}
