package io.callqueue.standalone.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.callqueue.simulator.call.CallView;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;

/** What a person sets for three of the four campaigns, and whether it holds: one has a cap, one a rate, one is paused and resumed again and again. */
final class CampaignRules {
    private static final int CAP = 15;
    private static final int RATE = 15;
    private static final String CAPPED = "campaign-1";
    private static final String SLOW = "campaign-2";
    private static final String PAUSED = "campaign-3";
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();
    /** Within a second a pause holds on every pod. */
    private static final long FELT_AFTER = Duration.ofSeconds(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final Campaign campaign;
    private final NanoClock clock;
    private final Set<String> faults = new TreeSet<>();
    private final List<Pause> pauses = new ArrayList<>();
    private Optional<Long> pausedAt = Optional.empty();
    private long begun;

    /** Nothing was to be dialed between these two moments. */
    private record Pause(long from, long to) {
        boolean has(Dial dial) {
            return dial.at() - from > 0 && dial.at() - to < 0;
        }
    }

    /** @param clock shows what the witness' clock does */
    CampaignRules(Campaign campaign, NanoClock clock) {
        this.campaign = campaign;
        this.clock = clock;
    }

    void begin() throws IOException, InterruptedException {
        begun = clock.nanos();
        campaign.put("/api/campaigns/" + CAPPED, Map.of("max_concurrent", CAP), 200);
        campaign.put("/api/campaigns/" + SLOW, Map.of("rate_per_second", RATE), 200);
    }

    /** False when it is paused already. */
    boolean pause() throws IOException, InterruptedException {
        if (pausedAt.isPresent()) {
            return false;
        }
        campaign.post("/api/campaigns/" + PAUSED + "/pause", 200);
        pausedAt = Optional.of(clock.nanos());
        return true;
    }

    /** Resumes it when it was paused for long enough, or when all is to end. */
    void resume(boolean now) throws IOException, InterruptedException {
        if (pausedAt.filter(since -> now || clock.nanos() - since > PAUSE).isPresent()) {
            pauses.add(new Pause(pausedAt.get() + FELT_AFTER, clock.nanos()));
            pausedAt = Optional.empty();
            campaign.post("/api/campaigns/" + PAUSED + "/resume", 200);
        }
    }

    void watch(List<CallView> live) {
        long capped = live.stream().filter(call -> campaign.of(call.callId()).equals(CAPPED)).count();
        if (capped > CAP) {
            faults.add(capped + " calls of " + CAPPED + " at once, its cap is " + CAP);
        }
    }

    Set<String> faults(List<Dial> dials) {
        if (dials.stream().noneMatch(dial -> dial.at() - begun > 0 && dial.at() - clock.nanos() < 0)) {
            faults.add("nothing was dialed since it all began: nothing can be said of when calls were dialed");
        }
        List<Dial> slow = dials.stream().filter(dial -> campaign.of(dial.callId()).equals(SLOW)).toList();
        for (int i = RATE; i < slow.size(); i++) {
            if (slow.get(i).at() - slow.get(i - RATE).at() < SECOND) {
                faults.add("more than " + RATE + " dials of " + SLOW + " in a second, its rate");
            }
        }
        dials.stream().filter(dial -> campaign.of(dial.callId()).equals(PAUSED))
                .filter(dial -> pauses.stream().anyMatch(pause -> pause.has(dial)))
                .forEach(dial -> faults.add("dialed while its campaign was paused: " + dial.callId()));
        return faults;
    }
}
