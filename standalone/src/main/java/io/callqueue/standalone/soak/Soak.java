package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.callqueue.simulator.behavior.Misbehavior;

/** One mix of faults: calls are dialed under them for a while, then all must have ended well. */
public final class Soak {
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(200);
    private final long seed;
    private final Duration length;
    private final Path logs;
    private final PrintStream out;

    /** @param logs where each service says what it does */
    public Soak(long seed, Duration length, Path logs, PrintStream out) {
        this.seed = seed;
        this.length = length;
        this.logs = logs;
        this.out = out;
    }

    /** Whether all ended well; what did not is printed. */
    public boolean run() throws IOException, InterruptedException {
        out.printf("seed %d: %d s of faults%n", seed, length.toSeconds());
        Random random = new Random(seed);
        try (Town town = Town.build(seed, logs, random); Campaign campaign = new Campaign(town.api(), random)) {
            town.plivo.behavior(Weather.calm().withMisbehavior(Weather.storm().toArray(Misbehavior[]::new)));
            Troubles troubles = new Troubles(town, random, out);
            Judge judge = new Judge(town, campaign);
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() - end < 0) {
                campaign.queueMore();
                troubles.makeOne();
            }
            troubles.end();
            boolean ended = settle(campaign);
            List<String> faults = judge.faults();
            faults.forEach(fault -> out.println("WRONG: " + fault));
            out.printf("seed %d: %d calls, %d dials of them, %d mishaps in dials, %s; %d promises broken%n", seed,
                    campaign.queued(),
                    town.plivo.witness().placed(), town.mishaps(), troubles.summary(), faults.size());
            return ended && faults.isEmpty();
        }
    }

    private boolean settle(Campaign campaign) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (campaign.open() > 0) {
            if (System.nanoTime() - start > SETTLING.toNanos()) {
                out.printf("WRONG: %d calls have not ended after %d s%n", campaign.open(), SETTLING.toSeconds());
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }
}
