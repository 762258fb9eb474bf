package io.callqueue.scheduler.walk;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.apache.kafka.common.KafkaException;

import io.callqueue.control.ControlStore;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.store.CampaignWalk;
import io.callqueue.store.CampaignWalk.Order;

/**
 * One step of every walk of an errand that is under way, in each of this pod's shards. Campaigns take turns. What is wanted stands in
 * {@code calls.control}: nothing but the walk itself needs to be remembered.
 */
public final class WalkRound implements Loop.Round {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final OwnedShards shards;
    private final ControlStore control;
    private final CampaignWalk walk;
    private final Errand errand;
    private final Map<Order, PodWalk> walks = new HashMap<>();
    private boolean failed;
    private final Outage outage;

    /**
     * @param walk on the errand's route
     * @param laterThen said while Redis or Kafka is away, such as {@code calls of cancelled campaigns are ended later}
     */
    public WalkRound(OwnedShards shards, ControlStore control, CampaignWalk walk, Errand errand, String laterThen) {
        this.shards = shards;
        this.control = control;
        this.walk = walk;
        this.errand = errand;
        this.outage = new Outage(laterThen);
    }

    @Override
    public Duration run() {
        failed = false;
        try {
            Duration pause = step(shards.now());
            if (!failed) {
                outage.over();
            }
            return pause;
        } catch (KafkaException | CompletionException e) {
            noticed(e);
            return LOOK_AGAIN;
        }
    }

    private void noticed(RuntimeException failure) {
        failed = true;
        outage.noticed(failure);
    }

    private Duration step(List<Integer> owned) {
        List<Order> orders = errand.wanted().join().entrySet().stream()
                .map(wanted -> new Order(wanted.getKey(), errand.campaignOf(wanted.getKey()), wanted.getValue()))
                .toList();
        walks.keySet().retainAll(orders);
        return orders.stream().map(order -> step(order, owned)).min(Duration::compareTo).orElse(LOOK_AGAIN);
    }

    private Duration step(Order order, List<Integer> owned) {
        PodWalk mine = walks.computeIfAbsent(order,
                first -> new PodWalk(control, walk, errand, order, this::noticed));
        Duration pause = mine.step(owned, LOOK_AGAIN);
        if (mine.isOver(owned) && walk.isOver(order).join()) {
            errand.end(order).join();
        }
        return pause;
    }
}
