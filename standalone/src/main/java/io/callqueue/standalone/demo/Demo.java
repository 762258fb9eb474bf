package io.callqueue.standalone.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;

import tools.jackson.databind.JsonNode;

import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.standalone.demo.SampleCall.Way;

/** Queues a sample campaign, shows it while it runs, and judges it. */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private final PlivoSimulator simulator;
    private final PrintStream out;
    private final InstantSource clock;
    private final Board board;

    public Demo(PlivoSimulator simulator, PrintStream out, boolean terminal, InstantSource clock) {
        this.simulator = simulator;
        this.out = out;
        this.clock = clock;
        this.board = new Board(out, terminal);
    }

    /** Whether every call ended as it should, and the simulator saw just what callqueue says. */
    public boolean run(URI api, String bootstrapServers) throws IOException, InterruptedException, ExecutionException {
        List<SampleCall> calls = new SampleCampaign(clock.instant()).calls();
        calls.forEach(call -> simulator.number(call.phoneNumber(), call.fates().toArray(Outcome[]::new)));
        try (Backend backend = new Backend(api, bootstrapServers)) {
            long start = clock.millis();
            queue(backend, calls);
            boolean ended = watch(backend, calls.size(), start);
            Judgement judgement = new Judgement(backend, simulator.witness());
            judgement.judge(calls);
            return summary(judgement, calls, Duration.ofMillis(clock.millis() - start), ended);
        }
    }

    private void queue(Backend backend, List<SampleCall> calls)
            throws IOException, InterruptedException, ExecutionException {
        for (SampleCall call : of(calls, Way.SINGLE)) {
            backend.queue(call);
        }
        backend.queueInBulk(of(calls, Way.BULK));
        backend.produce(of(calls, Way.DIRECT));
        out.printf("queued %d calls: %d by single requests, %d in bulk, %d by a Kafka producer%n", calls.size(),
                of(calls, Way.SINGLE).size(),
                of(calls, Way.BULK).size(), of(calls, Way.DIRECT).size());
    }

    private static List<SampleCall> of(List<SampleCall> calls, Way way) {
        return calls.stream().filter(call -> call.way() == way).toList();
    }

    private boolean watch(Backend backend, int calls, long start) throws IOException, InterruptedException {
        long ended = 0;
        Duration elapsed = Duration.ZERO;
        while (ended < calls && elapsed.compareTo(PATIENCE) < 0) {
            Thread.sleep(BETWEEN);
            JsonNode status = backend.get("/api/queue/status");
            ended = status.path("completed").asLong() + status.path("failed").asLong()
                    + status.path("cancelled").asLong();
            elapsed = Duration.ofMillis(clock.millis() - start);
            board.show(elapsed, status);
        }
        board.done();
        return ended == calls;
    }

    private boolean summary(Judgement judgement, List<SampleCall> calls, Duration took, boolean ended) {
        var witness = simulator.witness();
        out.printf("%n%d calls in %.1f s: %s%n", calls.size(), took.toMillis() / 1000.0, judgement.ends());
        out.printf("%-38s %10s %10s%n", "", "callqueue", "simulator");
        out.printf("%-38s %10d %10d%n", "dials", judgement.attempts(), witness.placed());
        out.printf("%-38s %10d %10d%n", "attempts dialed twice", 0, witness.attemptsPlacedTwice().size());
        out.printf("%-38s %10s %10d%n", "most calls at once (cap)", DemoLimits.MAX_CONCURRENT_CALLS,
                witness.mostLiveCalls());
        out.printf("%-38s %10s %10d%n", "most dials in any second (rate)", DemoLimits.RATE_PER_SECOND,
                witness.mostDialsInAnySecond());
        boolean held = witness.mostLiveCalls() <= DemoLimits.MAX_CONCURRENT_CALLS;
        judgement.faults().forEach(fault -> out.println("WRONG: " + fault));
        if (!held) {
            out.println("WRONG: more calls at once than the cap");
        }
        boolean good = ended && held && judgement.faults().isEmpty();
        out.println(good
                ? "every call ended as it should"
                : ended ? "not as it should be" : "some calls did not end in time");
        return good;
    }
}
