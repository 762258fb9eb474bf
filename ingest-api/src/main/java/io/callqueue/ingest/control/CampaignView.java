package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.control.CampaignSettings;

/** A campaign, as it is shown; null where nothing is set. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CampaignView(String campaignId, Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond,
        boolean paused, boolean cancelled) {
    static CampaignView of(String campaignId, CampaignSettings set) {
        return new CampaignView(campaignId, set.maxConcurrent(), set.ratePerSecond(), set.paused(),
                set.cancelled().filter(cancellation -> !cancellation.resumed()).isPresent());
    }
}
