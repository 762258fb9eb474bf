package io.callqueue.scheduler.walk;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.CallId;
import io.callqueue.control.CampaignSettings;
import io.callqueue.store.CampaignWalk.Order;
import io.callqueue.store.CampaignWalk.Route;

/** What is done to many calls of a campaign, one after the other. Every method may be called again for the same. */
public interface Errand {
    /** Where the calls are found. */
    Route route();

    /** What is wanted now, as Redis has it, by its name. */
    CompletableFuture<Map<String, String>> wanted();

    /** The campaign of what has this name. */
    String campaignOf(String name);

    /**
     * Deals with one of the calls that were found. Done when it is durable, with all that follows.
     *
     * @param campaign what is set for it now
     */
    CompletableFuture<?> deal(CallId id, Order order, CampaignSettings campaign);

    /** All are dealt with. */
    CompletableFuture<Void> end(Order order);
}
