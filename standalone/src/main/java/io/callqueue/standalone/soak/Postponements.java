package io.callqueue.standalone.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;

/** Calls that a person puts off before they are claimed, and whether that holds. */
final class Postponements {
    private static final int CALLS = 10;
    private static final int RECENT = 150;
    private static final Duration LATER = Duration.ofSeconds(8);
    /** A moment is in whole milliseconds, and Redis' clock is not the witness'. */
    private static final long EARLY = Duration.ofMillis(50).toNanos();
    private final Campaign campaign;
    private final NanoClock clock;
    private final Random random;
    private final List<Postponed> postponed = new ArrayList<>();

    /** Not to be dialed between the two. */
    private record Postponed(String callId, long from, long until) {
        boolean forbids(Dial dial) {
            return dial.callId().equals(callId) && dial.at() > from && dial.at() < until - EARLY;
        }
    }

    /** @param clock shows what the witness' clock does */
    Postponements(Campaign campaign, NanoClock clock, Random random) {
        this.campaign = campaign;
        this.clock = clock;
        this.random = random;
    }

    /** Some of the calls that perhaps wait still; those that are claimed by then are not. */
    void postponeSome() throws IOException, InterruptedException {
        for (int i = 0; i < CALLS; i++) {
            String id = campaign.ids().get(Math.max(0, campaign.queued() - 1 - random.nextInt(RECENT)));
            long until = clock.nanos() + LATER.toNanos();
            if (campaign.patch("/api/calls/" + id, Map.of("scheduled_at", Instant.now().plus(LATER).toString()))) {
                postponed.add(new Postponed(id, clock.nanos(), until));
            }
        }
    }

    int held() {
        return postponed.size();
    }

    List<String> faults(List<Dial> dials) {
        return dials.stream().filter(dial -> postponed.stream().anyMatch(each -> each.forbids(dial)))
                .map(dial -> "dialed before the time that it was put off to: " + dial.callId()).toList();
    }
}
