package io.callqueue.standalone.caps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.callqueue.call.Priority;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.standalone.town.Town;

/** From the answer that a call is accepted until Plivo sees the request, while nothing else is to be done. */
public final class Latency {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration TALK = Duration.ofMillis(100);
    private static final double MILLISECOND = 1e6;
    private final Dispatchers dispatchers;
    private final int calls;
    private final PrintStream out;

    /** @param calls not counting as many before them, which warm up */
    public Latency(Path logs, int calls, PrintStream out) {
        this.dispatchers = new Dispatchers(logs);
        this.calls = calls;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        NanoClock clock = NanoClock.system();
        try (Town town = dispatchers.start(1, TALK, Map.of("RATE_LIMIT_PER_SECOND", 1_000));
                Backlog backlog = new Backlog(town.api())) {
            Map<String, Long> acceptedAt = new TreeMap<>();
            for (int i = 0; i < 2 * calls; i++) {
                String id = backlog.queueOne(Priority.NORMAL);
                acceptedAt.put(id, clock.nanos());
                Thread.sleep(PAUSE);
            }
            while (town.plivo.witness().placed() < 2 * calls) {
                Thread.sleep(PAUSE);
            }
            report(town.plivo.witness().dials().subList(calls, 2 * calls), acceptedAt);
        }
    }

    private void report(List<Dial> dials, Map<String, Long> acceptedAt) {
        List<Double> sorted = dials.stream()
                .map(dial -> (dial.at() - acceptedAt.getOrDefault(dial.callId(), 0L)) / MILLISECOND)
                .sorted().toList();
        out.printf(
                "latency: %d calls, from the answer that each is accepted to Plivo's request: p50 %.1f ms, p99 %.1f ms,"
                        + " most %.1f ms%n",
                calls, sorted.get(calls / 2), sorted.get(calls * 99 / 100), sorted.getLast());
    }
}
