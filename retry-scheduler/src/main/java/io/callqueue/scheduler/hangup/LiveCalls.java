package io.callqueue.scheduler.hangup;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.codec.Json;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.kafka.CallTopics;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.scheduler.walk.Errand;
import io.callqueue.store.CallStore;
import io.callqueue.store.CampaignWalk.Order;
import io.callqueue.store.CampaignWalk.Route;

/** Hangs up what is under way of campaigns that were paused so. What was asked of Plivo before is asked again. */
public record LiveCalls(ControlStore control, CallStore store, CallTopics topics) implements Errand {
    @Override
    public Route route() {
        return Route.LIVE;
    }

    @Override
    public CompletableFuture<Map<String, String>> wanted() {
        return control.walks().hangingUp();
    }

    @Override
    public String campaignOf(String name) {
        return name;
    }

    @Override
    public CompletableFuture<?> deal(CallId id, Order order, CampaignSettings campaign) {
        Instant before = Json.read(order.wanted(), Instant.class);
        return store.update(id, (call, now) -> isHungUp(call, before, campaign)
                ? Moves.hangUp(call, now)
                : new Decision.Stay())
                .thenCompose(update -> update.known().filter(Call::isToBeHungUp)
                        .<CompletableFuture<?>>map(new Aftermath(topics)::of)
                        .orElseGet(() -> CompletableFuture.completedFuture(update)));
    }

    @Override
    public CompletableFuture<Void> end(Order order) {
        return control.walks().endHangingUp(order.name(), order.wanted());
    }

    /** While it is paused also what had its permit when the pause came in force; what was dialed after a resume is not meant. */
    private static boolean isHungUp(Call call, Instant before, CampaignSettings campaign) {
        return campaign.paused() || call.attempt().filter(attempt -> !attempt.claimedAt().isAfter(before)).isPresent();
    }
}
