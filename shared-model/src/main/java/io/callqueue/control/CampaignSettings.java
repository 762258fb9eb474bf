package io.callqueue.control;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

import io.callqueue.request.RetryRule;
import io.callqueue.window.CallingWindow;

/**
 * What was set for one campaign at runtime. What is empty has no limit but the account's.
 *
 * @param maxConcurrent live calls of the campaign over all pods
 * @param ratePerSecond dials of the campaign in any rolling second over all pods
 * @param callingWindow outside of which no call of it is dialed
 * @param paused no call of it is dialed until it is resumed
 * @param retryPolicy backoff by kind of outcome, where a call does not bring its own
 * @param cancelled what was created before is ended, and later calls are refused until it is resumed
 * @param hangUp when it was paused and its calls under way were to be hung up: those whose attempt began before, and what began while it is paused
 */
public record CampaignSettings(int schemaVersion, Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond,
        Optional<CallingWindow> callingWindow, @JsonSetter(nulls = Nulls.AS_EMPTY) boolean paused,
        Optional<Map<String, RetryRule>> retryPolicy, Optional<Cancellation> cancelled, Optional<Instant> hangUp) {
    /** Of a campaign for which nothing was set. */
    public static final CampaignSettings NONE = of(Optional.empty(), Optional.empty(), false);

    /** @throws IllegalArgumentException when nothing could be dialed by them, or no pod could hold them; the bounds are those of {@link Limits} */
    public CampaignSettings {
        maxConcurrent.filter(calls -> calls < 1 || calls > Limits.MOST_CALLS).ifPresent(CampaignSettings::impossible);
        ratePerSecond.filter(rate -> !Limits.isFrom(rate, Limits.LEAST_RATE, Limits.MOST_RATE))
                .ifPresent(CampaignSettings::impossible);
        retryPolicy = retryPolicy.filter(rules -> !rules.isEmpty());
    }

    private static void impossible(Object limit) {
        throw new IllegalArgumentException("a campaign's limit of " + limit + " is impossible");
    }

    public static CampaignSettings of(Optional<Integer> maxConcurrent, Optional<BigDecimal> ratePerSecond,
            boolean paused) {
        return new CampaignSettings(1, maxConcurrent, ratePerSecond, Optional.empty(), paused, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** Only that it was cancelled. */
    public static CampaignSettings of(Optional<Cancellation> cancelled) {
        return new CampaignSettings(1, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(),
                cancelled, Optional.empty());
    }

    /** The same with this window instead. */
    public CampaignSettings withCallingWindow(Optional<CallingWindow> window) {
        return new CampaignSettings(schemaVersion, maxConcurrent, ratePerSecond, window, paused, retryPolicy,
                cancelled, hangUp);
    }

    /** The same with this policy. */
    public CampaignSettings withRetryPolicy(Optional<Map<String, RetryRule>> policy) {
        return new CampaignSettings(schemaVersion, maxConcurrent, ratePerSecond, callingWindow, paused, policy,
                cancelled, hangUp);
    }

    /** The same with this hang-up. */
    public CampaignSettings withHangUp(Optional<Instant> at) {
        return new CampaignSettings(schemaVersion, maxConcurrent, ratePerSecond, callingWindow, paused, retryPolicy,
                cancelled, at);
    }

    /** The rules of its policy; none when none is set. */
    public Map<String, RetryRule> retryRules() {
        return retryPolicy.orElse(Map.of());
    }

    /** Whether a call that was created at this moment is ended. */
    public boolean cancels(Instant createdAt) {
        return cancelled.filter(cancellation -> cancellation.covers(createdAt)).isPresent();
    }

    /** The value of the setting's record: these settings with nothing else set; empty when this one is not set, and the record ends it. */
    public Optional<CampaignSettings> only(CampaignSetting setting) {
        CampaignSettings one = switch (setting) {
            case MAX_CONCURRENT -> of(maxConcurrent, Optional.empty(), false);
            case RATE_PER_SECOND -> of(Optional.empty(), ratePerSecond, false);
            case CALLING_WINDOW ->
                of(Optional.empty(), Optional.empty(), false).withCallingWindow(callingWindow);
            case PAUSED -> of(Optional.empty(), Optional.empty(), paused);
            case CANCELLED -> of(cancelled);
            case HANG_UP -> NONE.withHangUp(hangUp);
            case RETRY_POLICY -> NONE.withRetryPolicy(retryPolicy);
        };
        return Optional.of(one).filter(set -> !set.equals(NONE));
    }
}
