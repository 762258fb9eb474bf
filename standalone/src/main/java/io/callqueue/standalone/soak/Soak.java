package io.callqueue.standalone.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;
import io.callqueue.standalone.town.Pulse;
import io.callqueue.standalone.town.Town;

/** One mix of faults: calls are dialed under them for a while, then all must have ended well. */
public final class Soak {
    private static final int DISPATCHERS = 3;
    /** In each half, also where each takes long. */
    private static final int FEWEST_TROUBLES = 3;
    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private final long seed;
    private final Duration length;
    private final int backlog;
    private final Path logs;
    private final Set<Trouble> troubles;
    private final PrintStream out;

    /**
     * @param backlog as many calls as are open, about, while there is trouble: enough that the caps are what holds them back
     * @param troubles what may happen
     * @param logs where each service says what it does
     */
    public Soak(long seed, Duration length, int backlog, Set<Trouble> troubles, Path logs, PrintStream out) {
        this.troubles = troubles;
        this.seed = seed;
        this.length = length;
        this.backlog = backlog;
        this.logs = logs;
        this.out = out;
    }

    /** Whether all ended well; what did not is printed. */
    public boolean run() throws IOException, InterruptedException {
        out.printf("seed %d: %d s of faults%n", seed, length.toSeconds());
        Mishaps mishaps = new Mishaps(seed);
        try (Town town = Town.build(SoakSettings.of(seed), logs, built -> firstDispatchers(built, mishaps))) {
            return run(town, mishaps);
        }
    }

    private boolean run(Town town, Mishaps mishaps) throws IOException, InterruptedException {
        NanoClock clock = NanoClock.system();
        CallingWindows windows = new CallingWindows(clock);
        try (Campaign campaign = new Campaign(town.api(), seed, backlog, windows);
                Pulse pulse = Pulse.start(clock)) {
            town.plivo.behavior(Weather.calm().withMisbehavior(Weather.storm().toArray(Misbehavior[]::new)));
            CampaignRules rules = new CampaignRules(campaign, clock);
            Endings endings = new Endings(campaign, clock, new Random(seed));
            Postponements postponements = new Postponements(campaign, clock, new Random(seed));
            Troubles troubles = new Troubles(town, mishaps, rules, endings, postponements, new Random(seed),
                    this.troubles, out);
            campaign.whileWaiting(troubles::tendDispatchers);
            Judge judge = new Judge(town, pulse, campaign, endings, windows);
            rules.begin();
            campaign.queueMore();
            trouble(campaign, troubles, length.dividedBy(2));
            judge.kept();
            trouble(campaign, troubles, length.dividedBy(2));
            troubles.end();
            settle(campaign, troubles);
            List<String> faults = new ArrayList<>(judge.faults());
            faults.addAll(troubles.overlapping());
            List<Dial> onTime = pulse.onTime(town.plivo.witness().dials());
            faults.addAll(rules.faults(onTime));
            faults.addAll(endings.faults(onTime));
            faults.addAll(postponements.faults(onTime));
            faults.addAll(windows.faults(onTime));
            out.printf("seed %d: %d calls put off, %d dials of calls with a calling window%n", seed,
                    postponements.held(), windows.dialed(town.plivo.witness().dials()));
            Mishaps.crashed(town).forEach(log -> faults.add("a service ended by itself: " + log));
            return verdict(town, pulse, campaign, troubles, faults);
        }
    }

    private static void firstDispatchers(Town town, Mishaps mishaps) {
        town.join();
        while (town.dispatchers().size() < DISPATCHERS) {
            Mishap unused = mishaps.join(town);
        }
    }

    private static void trouble(Campaign campaign, Troubles troubles, Duration length)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int made = 0; made < FEWEST_TROUBLES || System.nanoTime() - start < length.toNanos(); made++) {
            campaign.queueMore();
            troubles.makeOne();
        }
    }

    private boolean verdict(Town town, Pulse pulse, Campaign campaign, Troubles troubles, List<String> faults) {
        faults.forEach(fault -> out.println("WRONG: " + fault));
        Witness seen = town.plivo.witness();
        out.printf("seed %d: %d calls, %d dials placed, most %d at once of %d and %d in a second of %d%n", seed,
                campaign.queued(), seen.placed(), seen.mostLiveCalls(), SoakSettings.CAP, pulse.mostInAnySecond(seen),
                SoakSettings.RATE);
        out.printf("seed %d: %d dials came while the witness stood still: their moments were not judged%n", seed,
                seen.dials().size() - pulse.onTime(seen.dials()).size());
        out.printf("seed %d: %d mishaps in dials, %s; %d promises broken%n", seed, Mishaps.befallen(town),
                troubles.summary(), faults.size());
        return faults.isEmpty();
    }

    /** Calls that have not ended by then are found by the judge. */
    private static void settle(Campaign campaign, Troubles troubles) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (campaign.open() > 0 && System.nanoTime() - start < SETTLING.toNanos()) {
            troubles.tend();
            Thread.sleep(LOOK);
        }
    }
}
