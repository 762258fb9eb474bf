package io.callqueue.scheduler.due;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.callqueue.scheduler.loop.Outage;
import io.callqueue.store.CallStore;
import io.callqueue.store.Due;

/** Fires the due timers of many shards at once. */
final class DueShards {
    /**
     * What fired.
     *
     * @param shards one entry a shard that answered
     * @param whole whether all did
     */
    record Popped(List<Due> shards, boolean whole) {
        /** Shard by shard, each in the order of due times. */
        List<Due.Fired> fired() {
            return shards.stream().flatMap(due -> due.fired().stream()).toList();
        }
    }

    private final CallStore store;
    private final TimerSettings settings;
    private final Outage outage = new Outage("timers stand still until Redis answers");

    DueShards(CallStore store, TimerSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** All scripts are on their way before the first answer is awaited; a shard that does not answer holds up no other. */
    Popped pop(List<Integer> owned) {
        List<CompletableFuture<Due>> asked = owned.stream().map(shard -> store.fireDue(shard, settings.batch(),
                settings.lookUpInterval(), settings.returnAfter(), settings.parkedLookInterval())).toList();
        List<Due> answered = new ArrayList<>();
        for (CompletableFuture<Due> shard : asked) {
            try {
                answered.add(shard.join());
            } catch (CompletionException e) {
                outage.noticed(e);
            }
        }
        boolean whole = answered.size() == asked.size();
        if (whole && !asked.isEmpty()) {
            outage.over();
        }
        return new Popped(answered, whole);
    }
}
