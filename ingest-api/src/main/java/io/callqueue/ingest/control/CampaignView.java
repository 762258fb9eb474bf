package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.control.CampaignSettings;
import io.callqueue.request.RetryRule;
import io.callqueue.window.CallingWindow;

/** A campaign, as it is shown; null where nothing is set. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CampaignView(String campaignId, Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond,
        Optional<CallingWindow> callingWindow, boolean paused, Optional<Map<String, RetryRule>> retryPolicy,
        boolean cancelled) {
    static CampaignView of(String campaignId, CampaignSettings set) {
        return new CampaignView(campaignId, set.maxConcurrent(), set.ratePerSecond(), set.callingWindow(), set.paused(),
                set.retryPolicy(), set.cancelled().filter(cancellation -> !cancellation.resumed()).isPresent());
    }
}
