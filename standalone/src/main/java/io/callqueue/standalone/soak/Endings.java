package io.callqueue.standalone.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.witness.Dial;

/** What a person ends before it is dialed: all calls of a campaign so far, or whatever goes to a number; and whether that holds. */
final class Endings {
    private static final String CANCELLED = "campaign-0";
    private static final int RECENT = 150;
    /** From then on nothing of it is dialed on any pod. */
    private static final long FELT_AFTER = Duration.ofSeconds(1).toNanos();
    private final Campaign campaign;
    private final NanoClock clock;
    private final Random random;
    private final List<Cancel> cancels = new ArrayList<>();
    private final Map<String, Long> listed = new HashMap<>();

    /** It was in force at that moment, and ends that many calls, the first ones. */
    private record Cancel(int calls, long at) {}

    /** @param clock shows what the witness' clock does */
    Endings(Campaign campaign, NanoClock clock, Random random) {
        this.campaign = campaign;
        this.clock = clock;
        this.random = random;
    }

    /** Cancels the campaign and resumes it at once, for later calls: answered when both are in force. */
    void cancelCampaign() throws IOException, InterruptedException {
        int calls = campaign.queued();
        String path = "/api/campaigns/" + CANCELLED;
        campaign.post(path + "/cancel?hangup=" + random.nextBoolean(), 202);
        campaign.post(path + "/resume", 200);
        cancels.add(new Cancel(calls, clock.nanos()));
    }

    /** Puts the number of a call on the do-not-call list that perhaps waits still, and that no later call goes to. */
    void listNumber() throws IOException, InterruptedException {
        int call = Math.max(0, campaign.queued() - 1 - random.nextInt(RECENT)) / 10 * 10;
        String number = Campaign.phoneNumber(call);
        campaign.put("/api/dnc/" + number, Map.of("reason", "soak"), 204);
        listed.putIfAbsent(number, clock.nanos());
    }

    boolean mayBeCancelled(String callId) {
        return endedAt(callId).isPresent();
    }

    private Optional<Long> endedAt(String callId) {
        int call = Campaign.number(callId);
        Optional<Long> cancelled = campaign.of(callId).equals(CANCELLED)
                ? cancels.stream().filter(cancel -> call < cancel.calls()).map(Cancel::at).findFirst()
                : Optional.empty();
        return cancelled.or(() -> Optional.ofNullable(listed.get(Campaign.phoneNumber(call))));
    }

    List<String> faults(List<Dial> dials) {
        return dials.stream()
                .filter(dial -> endedAt(dial.callId()).filter(at -> dial.at() - at > FELT_AFTER).isPresent())
                .map(dial -> "dialed though it was cancelled, or its number listed: " + dial.callId()).toList();
    }
}
