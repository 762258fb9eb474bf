package io.callqueue.scheduler.registration;

import java.util.concurrent.ExecutionException;

import io.callqueue.call.Call;
import io.callqueue.call.Moves;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.ControlStore;
import io.callqueue.store.CallStore;

/** Calls that come to another place when their campaign is cancelled already: the walk over its calls may have passed it. */
public record CancelledCampaigns(CallStore store, ControlStore control) {
    /** The call as it stands: ended, if its campaign is cancelled and it is not being dialed. */
    public Call orEnded(Call call) throws ExecutionException, InterruptedException {
        if (!call.status().isBeforeDial()) {
            return call;
        }
        CampaignSettings campaign = control.campaign(call.order().campaignId()).get();
        return campaign.cancels(call.order().createdAt())
                ? store.update(call.id(), (c, now) -> Moves.cancelWithCampaign(c, now, false)).get().known()
                        .orElse(call)
                : call;
    }
}
