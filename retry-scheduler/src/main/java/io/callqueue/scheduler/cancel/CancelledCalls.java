package io.callqueue.scheduler.cancel;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.store.CallStore;

/** Ends calls of a cancelled campaign. What was ended before is only said again. */
record CancelledCalls(CallStore store, Aftermath aftermath) {
    /**
     * Done when the move and what follows from it are durable.
     *
     * @param campaign what is set for it now
     */
    CompletableFuture<?> end(CallId id, Cancellation cancellation, CampaignSettings campaign) {
        return store.update(id, (call, now) -> isEnded(call, cancellation, campaign)
                ? Moves.cancelWithCampaign(call, now, cancellation.hangUp())
                : new Decision.Stay())
                .thenCompose(update -> update.known().filter(CancelledCalls::isWantedEnded)
                        .<CompletableFuture<?>>map(aftermath::of)
                        .orElseGet(() -> CompletableFuture.completedFuture(update)));
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
