package io.callqueue.scheduler.cancel;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.ControlStore;
import io.callqueue.kafka.CallTopics;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.scheduler.walk.Errand;
import io.callqueue.store.CallStore;
import io.callqueue.store.CampaignWalk.Order;
import io.callqueue.store.CampaignWalk.Route;

/** Ends calls of cancelled campaigns. What was ended before is only said again. */
public record CancelledCalls(ControlStore control, CallStore store, CallTopics topics) implements Errand {
    @Override
    public Route route() {
        return Route.KEPT_HERE;
    }

    @Override
    public CompletableFuture<Map<String, String>> wanted() {
        return control.walks().cancelling();
    }

    @Override
    public String campaignOf(String name) {
        return name;
    }

    @Override
    public CompletableFuture<?> deal(CallId id, Order order, CampaignSettings campaign) {
        Cancellation cancellation = Json.read(order.wanted(), Cancellation.class);
        return store.update(id, (call, now) -> isEnded(call, cancellation, campaign)
                ? Moves.cancelWithCampaign(call, now, cancellation.hangUp())
                : new Decision.Stay())
                .thenCompose(update -> update.known().filter(CancelledCalls::isWantedEnded)
                        .<CompletableFuture<?>>map(new Aftermath(topics)::of)
                        .orElseGet(() -> CompletableFuture.completedFuture(update)));
    }

    @Override
    public CompletableFuture<Void> end(Order order) {
        return control.walks().endCancelling(order.name(), order.wanted());
    }

    /** Until the campaign is resumed also those that were created before the cancellation was in force; later calls are none of its. */
    private static boolean isEnded(Call call, Cancellation cancellation, CampaignSettings campaign) {
        Instant createdAt = call.order().createdAt();
        return cancellation.lifted().covers(createdAt) || campaign.cancels(createdAt);
    }

    private static boolean isWantedEnded(Call call) {
        return call.status() == CallStatus.CANCELLED || call.cancelRequested();
    }
}
