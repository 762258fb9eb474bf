package io.callqueue.scheduler.cancel;

import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Moves;
import io.callqueue.control.Cancellation;
import io.callqueue.scheduler.inquiry.Aftermath;
import io.callqueue.store.CallStore;

/** Ends calls of a cancelled campaign. What was ended before is only said again. */
record CancelledCalls(CallStore store, Aftermath aftermath) {
    /** Done when the move and what follows from it are durable. */
    CompletableFuture<?> end(CallId id, Cancellation cancellation) {
        return store.update(id, (call, now) -> isEnded(call, cancellation)
                ? Moves.cancelWithCampaign(call, now, cancellation.hangUp())
                : new Decision.Stay())
                .thenCompose(update -> update.known().filter(CancelledCalls::isWantedEnded)
                        .<CompletableFuture<?>>map(aftermath::of)
                        .orElseGet(() -> CompletableFuture.completedFuture(update)));
    }

    /** The campaign may have been resumed since: later calls are none of this cancellation's. */
    private static boolean isEnded(Call call, Cancellation cancellation) {
        return cancellation.lifted().covers(call.order().createdAt());
    }

    private static boolean isWantedEnded(Call call) {
        return call.status() == CallStatus.CANCELLED || call.cancelRequested();
    }
}
