package io.callqueue.scheduler.parking;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * What was set for one campaign at runtime. What is empty has no limit but the account's.
 *
 * @param maxConcurrent live calls of the campaign over all pods
 * @param ratePerSecond dials of the campaign in any rolling second over all pods
 * @param paused no call of it is dialed until it is resumed
 */
record CampaignSettings(int schemaVersion, Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond,
        @JsonSetter(nulls = Nulls.AS_EMPTY) boolean paused) {
    /** Of a campaign for which nothing was set. */
    static final CampaignSettings NONE = of(Optional.empty(), Optional.empty(), false);

    static CampaignSettings of(Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond, boolean paused) {
        return new CampaignSettings(1, maxConcurrent, ratePerSecond, paused);
    }
}
