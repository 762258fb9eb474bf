package io.callqueue.standalone.caps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.callqueue.call.Priority;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;
import io.callqueue.standalone.town.Town;

/** Three dispatchers with a backlog, as processes of their own, and what Plivo sees of them. */
public final class Caps {
    private static final int DISPATCHERS = 3;
    private static final int SLOTS = 100;
    private static final int RATE = 50;
    private static final int LOW = 5_000;
    private static final int URGENT = 50;
    private static final int LARGE_CAMPAIGN = 100_000;
    private static final int SMALL_CAMPAIGN = 10;
    private static final int OUT_OF_REACH = 10_000;
    private static final Duration TALK = Duration.ofSeconds(2);
    private static final Duration BEGINNING = Duration.ofSeconds(5);
    /** Calls are dialed while the backlog is still being queued; it must not end before the measurement does. */
    private static final Duration QUEUEING = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(10);
    private final Dispatchers dispatchers;
    private final PrintStream out;

    /** @param logs where each service says what it does */
    public Caps(Path logs, PrintStream out) {
        this.dispatchers = new Dispatchers(logs);
        this.out = out;
    }

    /** The cap is what holds dials back. */
    public void slots(Duration length) throws IOException, InterruptedException {
        try (Town town = dispatchers.start(DISPATCHERS, TALK,
                Map.of("MAX_CONCURRENT_CALLS", SLOTS, "RATE_LIMIT_PER_SECOND", 1_000));
                Backlog backlog = new Backlog(town.api())) {
            long turns = BEGINNING.plus(QUEUEING).plus(length).toMillis() / TALK.toMillis() * SLOTS;
            backlog.queue((int) turns, Priority.NORMAL);
            Witness witness = town.plivo.witness();
            awaitPlaced(witness, 1);
            for (Duration from = Duration.ZERO; from.compareTo(length) < 0; from = from.plus(BEGINNING)) {
                report(witness, from);
            }
        }
    }

    private void report(Witness witness, Duration from) throws InterruptedException {
        witness.reset();
        long start = System.nanoTime();
        Thread.sleep(BEGINNING);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("slots: %2d to %2d s: %.1f%% of the slot-seconds in use by live calls, most %d at once of %d%n",
                from.toSeconds(), from.plus(BEGINNING).toSeconds(), 100 * witness.liveCallSeconds() / seconds / SLOTS,
                witness.mostLiveCalls(), SLOTS);
    }

    /** The rate is what holds them back. */
    public void rate(Duration length) throws IOException, InterruptedException {
        try (Town town = dispatchers.start(DISPATCHERS, Duration.ofMillis(100),
                Map.of("MAX_CONCURRENT_CALLS", OUT_OF_REACH, "RATE_LIMIT_PER_SECOND", RATE));
                Backlog backlog = new Backlog(town.api())) {
            backlog.queue((int) (BEGINNING.plus(QUEUEING).plus(length).toSeconds() * RATE), Priority.NORMAL);
            Witness witness = town.plivo.witness();
            awaitPlaced(witness, 1);
            Thread.sleep(BEGINNING);
            witness.reset();
            long start = System.nanoTime();
            Thread.sleep(length);
            double seconds = (System.nanoTime() - start) / 1e9;
            out.printf("rate: %.2f dials a second over %d s, most %d in a rolling second, of %d%n",
                    witness.placed() / seconds, length.toSeconds(), witness.mostDialsInAnySecond(), RATE);
        }
    }

    /** Urgent calls come while a long backlog of low ones is dialed. */
    public void urgent() throws IOException, InterruptedException {
        try (Town town = dispatchers.start(DISPATCHERS, Duration.ofMillis(100),
                Map.of("MAX_CONCURRENT_CALLS", OUT_OF_REACH, "RATE_LIMIT_PER_SECOND", RATE));
                Backlog backlog = new Backlog(town.api());
                Permits permits = new Permits(town.redis.port())) {
            backlog.queue(LOW, Priority.LOW);
            Witness witness = town.plivo.witness();
            awaitPlaced(witness, (int) BEGINNING.toSeconds() * RATE);
            long queued = witness.dials().getLast().at();
            backlog.queue(URGENT, Priority.URGENT);
            awaitUrgent(witness);
            List<Dial> dials = witness.dials();
            Dial last = dials.stream().filter(dial -> isUrgent(dial.callId())).toList().getLast();
            out.printf("urgent: %d urgent calls behind %d low ones: %d low ones got a permit between the first and the"
                    + " last of them (5%% are %.1f), %d were dialed; the last urgent one %.2f s after it was queued%n",
                    URGENT, LOW, lowBetween(permits.calls()), URGENT * 0.05 / 0.95,
                    lowBetween(dials.stream().map(Dial::callId).toList()), (last.at() - queued) / 1e9);
        }
    }

    /** A small campaign comes while a large one of the same priority is dialed. */
    public void fairness() throws IOException, InterruptedException {
        try (Town town = dispatchers.start(DISPATCHERS, Duration.ofMillis(100),
                Map.of("MAX_CONCURRENT_CALLS", OUT_OF_REACH, "RATE_LIMIT_PER_SECOND", RATE));
                Backlog backlog = new Backlog(town.api())) {
            Witness witness = town.plivo.witness();
            backlog.queue(LARGE_CAMPAIGN, "large");
            int before = witness.dials().size();
            backlog.queue(SMALL_CAMPAIGN, "small");
            List<Integer> small = List.of();
            while (small.size() < SMALL_CAMPAIGN) {
                Thread.sleep(LOOK);
                List<Dial> dials = witness.dials();
                small = IntStream.range(0, dials.size()).filter(i -> dials.get(i).callId().startsWith("small-"))
                        .boxed().toList();
            }
            out.printf(
                    "fairness: %d calls behind %,d of another campaign, of which %,d were dialed by then: the last of"
                            + " them was the %dth dial after they were sent%n",
                    SMALL_CAMPAIGN, LARGE_CAMPAIGN, before,
                    small.getLast() - before + 1);
        }
    }

    private static boolean isUrgent(String callId) {
        return callId.startsWith(Priority.URGENT.word());
    }

    private static int lowBetween(List<String> calls) {
        List<Integer> urgent = IntStream.range(0, calls.size()).filter(i -> isUrgent(calls.get(i))).boxed().toList();
        return urgent.getLast() - urgent.getFirst() + 1 - urgent.size();
    }

    private static void awaitUrgent(Witness witness) throws InterruptedException {
        while (witness.dials().stream().filter(dial -> isUrgent(dial.callId())).count() < URGENT) {
            Thread.sleep(LOOK);
        }
    }

    private static void awaitPlaced(Witness witness, int calls) throws InterruptedException {
        while (witness.placed() < calls) {
            Thread.sleep(LOOK);
        }
    }
}
