package io.callqueue.scheduler.walk;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.store.CampaignWalk;
import io.callqueue.store.CampaignWalk.Order;

/** This pod's part of one walk over calls of a campaign. For one thread. */
final class PodWalk {
    /** Shards that are walked side by side: few, so that other campaigns' calls find their way in between. */
    private static final int AT_ONCE = 4;
    private final ControlStore control;
    private final CampaignWalk walk;
    private final Errand errand;
    private final Order order;
    private final Consumer<CompletionException> failed;
    private final Map<Integer, Long> done = new HashMap<>();
    private final Set<Integer> over = new HashSet<>();

    /** @param failed told of every step that failed: it is done again, and the other shards go on */
    PodWalk(ControlStore control, CampaignWalk walk, Errand errand, Order order,
            Consumer<CompletionException> failed) {
        this.control = control;
        this.walk = walk;
        this.errand = errand;
        this.order = order;
        this.failed = failed;
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
        List<CompletableFuture<CampaignWalk.Step>> asked = shards.stream().map(this::step).toList();
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

    private Duration stepped(int shard, CampaignWalk.Step step, Duration longest) {
        done.put(shard, step.number());
        if (step.isOver()) {
            over.add(shard);
            return longest;
        }
        return step.pause();
    }

    private CompletableFuture<CampaignWalk.Step> step(int shard) {
        return walk.next(shard, order, done.getOrDefault(shard, 0L))
                .thenCompose(step -> control.campaign(order.campaign()).thenCompose(now -> dealt(step, now)));
    }

    private CompletableFuture<CampaignWalk.Step> dealt(CampaignWalk.Step step, CampaignSettings now) {
        return CompletableFuture
                .allOf(step.calls().stream().map(id -> errand.deal(id, order, now)).toArray(CompletableFuture[]::new))
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
