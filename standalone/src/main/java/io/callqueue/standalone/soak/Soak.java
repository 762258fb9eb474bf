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
import io.callqueue.simulator.witness.Witness;
import io.callqueue.standalone.town.Town;

/** One mix of faults: calls are dialed under them for a while, then all must have ended well. */
public final class Soak {
    private static final int DISPATCHERS = 3;
    private static final Duration SETTLING = Duration.ofMinutes(3);
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
        try (Campaign campaign = new Campaign(town.api(), seed, backlog, windows)) {
            town.plivo.behavior(Weather.calm().withMisbehavior(Weather.storm().toArray(Misbehavior[]::new)));
            CampaignRules rules = new CampaignRules(campaign, clock);
            Endings endings = new Endings(campaign, clock, new Random(seed));
            Postponements postponements = new Postponements(campaign, clock, new Random(seed));
            Troubles troubles = new Troubles(town, mishaps, rules, endings, postponements, new Random(seed),
                    this.troubles, out);
            campaign.whileWaiting(troubles::tendDispatchers);
            Judge judge = new Judge(town, campaign, endings, windows);
            rules.begin();
            campaign.queueMore();
            trouble(campaign, troubles, length.dividedBy(2));
            judge.kept();
            trouble(campaign, troubles, length.dividedBy(2));
            troubles.end();
            settle(campaign, troubles);
            List<String> faults = new ArrayList<>(judge.faults());
            faults.addAll(troubles.overlapping());
            faults.addAll(rules.faults(town.plivo.witness().dials()));
            faults.addAll(endings.faults(town.plivo.witness().dials()));
            faults.addAll(postponements.faults(town.plivo.witness().dials()));
            faults.addAll(windows.faults(town.plivo.witness().dials()));
            out.printf("seed %d: %d calls put off, %d dials of calls with a calling window%n", seed,
                    postponements.held(), windows.dialed(town.plivo.witness().dials()));
            Mishaps.crashed(town).forEach(log -> faults.add("a service ended by itself: " + log));
            return verdict(town, campaign, troubles, faults);
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
        while (System.nanoTime() - start < length.toNanos()) {
            campaign.queueMore();
            troubles.makeOne();
        }
    }

    private boolean verdict(Town town, Campaign campaign, Troubles troubles, List<String> faults) {
        faults.forEach(fault -> out.println("WRONG: " + fault));
        Witness seen = town.plivo.witness();
        out.printf("seed %d: %d calls, %d dials placed, most %d at once of %d and %d in a second of %d%n", seed,
                campaign.queued(), seen.placed(), seen.mostLiveCalls(), SoakSettings.CAP, seen.mostDialsInAnySecond(),
                SoakSettings.RATE);
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
