package io.callqueue.bench.admission;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The physical limit: a command of ours, as Redis saw it, sent again by redis-benchmark. */
final class RedisBenchmark {
    /** Redis' own way to say that each sending has another number here: twelve digits. */
    static final String ANOTHER_NUMBER = "__rand_int__";
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private final int port;

    RedisBenchmark(int port) {
        this.port = port;
    }

    /** The command that {@code ours} sends, as Redis got it. */
    List<String> command(String name, Runnable ours) throws IOException {
        try (Socket monitor = new Socket("127.0.0.1", port)) {
            monitor.setSoTimeout(10_000);
            monitor.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.UTF_8));
            BufferedReader seen = new BufferedReader(
                    new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8));
            String started = seen.readLine();
            if (!"+OK".equals(started)) {
                throw new IOException("Redis answered " + started + " to MONITOR");
            }
            ours.run();
            for (String line = seen.readLine(); line != null; line = seen.readLine()) {
                List<String> command = words(line);
                if (!command.isEmpty() && command.getFirst().equalsIgnoreCase(name)) {
                    return command;
                }
            }
            throw new IOException("Redis saw no " + name);
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(line);
        while (quoted.find()) {
            words.add(quoted.group(1));
        }
        return words;
    }

    /** How many a second. */
    double run(List<String> command, int times, int inFlight) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("redis-benchmark", "-p", String.valueOf(port), "-n",
                String.valueOf(times), "-c", String.valueOf(inFlight), "-r", "1000000000", "--csv"));
        all.addAll(command);
        Process benchmark = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher figure = Pattern.compile("\",\"([0-9.]+)\"").matcher(said);
        if (benchmark.waitFor() != 0 || !figure.find()) {
            throw new IOException("redis-benchmark said: " + said);
        }
        return Double.parseDouble(figure.group(1));
    }
}
