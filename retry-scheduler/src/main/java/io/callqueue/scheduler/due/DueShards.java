package io.callqueue.scheduler.due;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.parking.LookPace;
import io.callqueue.store.CallStore;
import io.callqueue.store.Due;

/** Fires the due timers of many shards at once. */
final class DueShards {
    /**
     * What fired.
     *
     * @param byShard what fired in each shard that answered
     * @param whole whether all did
     */
    record Popped(Map<Integer, Due> byShard, boolean whole) {
        /** Shard by shard, each in the order of due times. */
        List<Due.Fired> fired() {
            return byShard.values().stream().flatMap(due -> due.fired().stream()).toList();
        }

        /** The shards in which the look at a campaign came, by campaign. */
        Map<String, List<Integer>> looks() {
            Map<String, List<Integer>> looks = new LinkedHashMap<>();
            byShard.forEach((shard, due) -> due.looks().forEach(
                    campaign -> looks.computeIfAbsent(campaign, first -> new ArrayList<>()).add(shard)));
            return looks;
        }
    }

    private final CallStore store;
    private final TimerSettings settings;
    private final LookPace pace;
    private final Outage outage = new Outage("timers stand still until Redis answers");

    DueShards(CallStore store, TimerSettings settings, LookPace pace) {
        this.pace = pace;
        this.store = store;
        this.settings = settings;
    }

    /** All scripts are on their way before the first answer is awaited; a shard that does not answer holds up no other. */
    Popped pop(List<Integer> owned) {
        List<CompletableFuture<Due>> asked = owned.stream().map(shard -> store.fireDue(shard, settings.batch(),
                settings.lookUpInterval(), settings.returnAfter(), pace.interval())).toList();
        Map<Integer, Due> answered = new LinkedHashMap<>();
        for (int n = 0; n < owned.size(); n++) {
            try {
                answered.put(owned.get(n), asked.get(n).join());
            } catch (CompletionException e) {
                outage.noticed(e);
            }
        }
        boolean whole = answered.size() == asked.size();
        if (whole && !asked.isEmpty()) {
            outage.over();
        }
        pace.looked(answered.values().stream().mapToInt(due -> due.looks().size()).sum());
        return new Popped(answered, whole);
    }
}
