package io.callqueue.scheduler.cancel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.apache.kafka.common.KafkaException;

import io.callqueue.control.ControlStore;
import io.callqueue.kafka.CallTopics;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.store.CallStore;
import io.callqueue.store.CancelWalk;

/**
 * One step of every cancellation of a campaign that is under way, in each of this pod's shards. Campaigns take turns. The order to do so is
 * the campaign's setting, which stands in Kafka: nothing but the walk itself needs to be remembered.
 */
public final class CancelRound implements Loop.Round {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final OwnedShards shards;
    private final ControlStore control;
    private final CancelWalk walk;
    private final CancelledCalls calls;
    private final Map<Order, CampaignWalk> walks = new HashMap<>();
    private boolean failed;
    private final Outage outage = new Outage("calls of cancelled campaigns are ended later");

    public CancelRound(OwnedShards shards, ControlStore control, CancelWalk walk, CallStore store, CallTopics topics) {
        this.shards = shards;
        this.control = control;
        this.walk = walk;
        this.calls = new CancelledCalls(store, new Aftermath(topics));
    }

    /** @param cancellation as Redis has it */
    private record Order(String campaign, String cancellation) {}

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
        List<Order> orders = control.cancelling().join().entrySet().stream()
                .map(order -> new Order(order.getKey(), order.getValue())).toList();
        walks.keySet().retainAll(orders);
        return orders.stream().map(order -> step(order, owned)).min(Duration::compareTo).orElse(LOOK_AGAIN);
    }

    private Duration step(Order order, List<Integer> owned) {
        CampaignWalk campaign = walks.computeIfAbsent(order,
                first -> new CampaignWalk(control, walk, calls, order.campaign(), order.cancellation(),
                        this::noticed));
        Duration pause = campaign.step(owned, LOOK_AGAIN);
        if (campaign.isOver(owned)) {
            finish(order, campaign);
        }
        return pause;
    }

    private void finish(Order order, CampaignWalk campaign) {
        List<Integer> left = walk.left(order.campaign(), order.cancellation()).join();
        if (left.isEmpty()) {
            control.endCancelling(order.campaign(), order.cancellation()).join();
        } else {
            campaign.again(left);
        }
    }
}
