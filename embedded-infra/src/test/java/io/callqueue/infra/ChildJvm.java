package io.callqueue.infra;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that a test kills. Its program calls {@link #reportReady} and then lives until it is killed. */
public final class ChildJvm implements AutoCloseable {

    private static final String READY = "ready ";

    private final Process process;
    private final String report;

    private ChildJvm(Process process, String report) {
        this.process = process;
        this.report = report;
    }

    public static ChildJvm start(Class<?> program, Object... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), program.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new ChildJvm(process, awaitReport(process.inputReader(StandardCharsets.UTF_8)));
    }

    private static String awaitReport(BufferedReader output) throws IOException {
        var seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return line.substring(READY.length());
            }
            seen.append(line).append('\n');
        }
        throw new IOException("the child ended before it was ready:\n" + seen);
    }

    /** In the child: tells the test something, and waits for the kill, or for the end of the test's own JVM. */
    public static void reportReady(Object report) throws IOException {
        System.out.println(READY + report);
        System.in.readAllBytes();
    }

    public String report() {
        return report;
    }

    /** SIGKILL: no shutdown hook runs. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM: shutdown hooks run. */
    public void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
