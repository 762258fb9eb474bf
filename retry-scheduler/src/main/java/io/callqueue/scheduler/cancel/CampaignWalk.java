package io.callqueue.scheduler.cancel;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.callqueue.codec.Json;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.store.CancelWalk;

/** This pod's part of the walk over the calls of one cancelled campaign. For one thread. */
final class CampaignWalk {
    /** Shards that are walked side by side: few, so that other campaigns' calls find their way in between. */
    private static final int AT_ONCE = 4;
    private final ControlStore control;
    private final CancelWalk walk;
    private final CancelledCalls calls;
    private final Consumer<CompletionException> failed;
    private final String campaign;
    private final String json;
    private final Cancellation cancellation;
    private final Map<Integer, Integer> done = new HashMap<>();
    private final Set<Integer> over = new HashSet<>();

    /**
     * @param json the cancellation, as Redis has it
     * @param failed told of every step that failed: it is done again, and the other shards go on
     */
    CampaignWalk(ControlStore control, CancelWalk walk, CancelledCalls calls, String campaign, String json,
            Consumer<CompletionException> failed) {
        this.control = control;
        this.walk = walk;
        this.calls = calls;
        this.failed = failed;
        this.campaign = campaign;
        this.json = json;
        this.cancellation = Json.read(json, Cancellation.class);
    }

    /**
     * One step in each of these shards.
     *
     * @return until there may be more to do, at most {@code longest}
     */
    Duration step(List<Integer> shards, Duration longest) {
        List<Integer> left = shards.stream().filter(shard -> !over.contains(shard)).toList();
        Duration pause = longest;
        for (int first = 0; first < left.size(); first += AT_ONCE) {
            Duration next = stepAtOnce(left.subList(first, Math.min(left.size(), first + AT_ONCE)), longest);
            pause = next.compareTo(pause) < 0 ? next : pause;
        }
        return pause;
    }

    private Duration stepAtOnce(List<Integer> shards, Duration longest) {
        List<CompletableFuture<CancelWalk.Step>> asked = shards.stream().map(this::step).toList();
        Duration pause = longest;
        for (int n = 0; n < shards.size(); n++) {
            try {
                Duration next = stepped(shards.get(n), asked.get(n).join(), longest);
                pause = next.compareTo(pause) < 0 ? next : pause;
            } catch (CompletionException e) {
                failed.accept(e);
            }
        }
        return pause;
    }

    private Duration stepped(int shard, CancelWalk.Step step, Duration longest) {
        done.put(shard, step.number());
        if (step.isOver()) {
            over.add(shard);
            return longest;
        }
        return step.pause();
    }

    private CompletableFuture<CancelWalk.Step> step(int shard) {
        return walk.next(shard, campaign, json, done.getOrDefault(shard, 0))
                .thenCompose(step -> control.campaign(campaign).thenCompose(now -> ended(step, now)));
    }

    private CompletableFuture<CancelWalk.Step> ended(CancelWalk.Step step, CampaignSettings now) {
        return CompletableFuture
                .allOf(step.calls().stream().map(id -> calls.end(id, cancellation, now))
                        .toArray(CompletableFuture[]::new))
                .thenApply(all -> step);
    }

    /** Walks these once more, if it took them for over: Redis does not know that for longer than a day, and other shards may take longer. */
    void again(List<Integer> shards) {
        over.removeAll(shards);
    }

    /** Whether nothing is left to do in these shards. */
    boolean isOver(List<Integer> shards) {
        return over.containsAll(shards);
    }
}
