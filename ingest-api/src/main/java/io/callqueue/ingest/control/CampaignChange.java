package io.callqueue.ingest.control;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;
import io.callqueue.control.Limits;
import io.callqueue.ingest.web.Refused;
import io.callqueue.request.RequestReader;

import static io.callqueue.control.CampaignSetting.CALLING_WINDOW;
import static io.callqueue.control.CampaignSetting.CANCELLED;
import static io.callqueue.control.CampaignSetting.HANG_UP;
import static io.callqueue.control.CampaignSetting.MAX_CONCURRENT;
import static io.callqueue.control.CampaignSetting.PAUSED;
import static io.callqueue.control.CampaignSetting.RATE_PER_SECOND;
import static io.callqueue.control.CampaignSetting.RETRY_POLICY;

/**
 * What shall be set for a campaign.
 *
 * @param changed what changes; all else stays as it is
 * @param wished the values of what changes
 */
record CampaignChange(Set<CampaignSetting> changed, CampaignSettings wished) {
    private static final RequestReader READER = new RequestReader(RequestReader.UnknownFields.REFUSE);
    private static final Set<String> FIELDS = Arrays.stream(CampaignSetting.values())
            .filter(setting -> setting != CANCELLED && setting != HANG_UP).map(CampaignSetting::word)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * What {@code PUT /api/campaigns/{id}} is sent: null unsets a field.
     *
     * @throws Refused when it is no JSON object, or when a field is wrong
     */
    static CampaignChange read(byte[] json) {
        SettingsBody body = SettingsBody.read(json, FIELDS);
        var calls = body.wholeNumber(MAX_CONCURRENT.word(), Optional.empty(), Limits.MOST_CALLS);
        var rate = body.number(RATE_PER_SECOND.word(), Optional.empty(), Limits.LEAST_RATE, Limits.MOST_RATE);
        var window = body.window(CALLING_WINDOW.word());
        var paused = body.flag(PAUSED.word(), Optional.empty());
        var retryPolicy = body.checked(RETRY_POLICY.word(), READER::retryPolicy);
        body.check();
        Set<CampaignSetting> changed = EnumSet.allOf(CampaignSetting.class);
        changed.removeIf(setting -> !body.has(setting.word()));
        if (changed.contains(PAUSED) && !paused.orElse(false)) {
            changed.add(HANG_UP);
        }
        return new CampaignChange(changed, CampaignSettings.of(calls, rate, paused.orElse(false))
                .withCallingWindow(window).withRetryPolicy(retryPolicy));
    }

    static CampaignChange paused() {
        return new CampaignChange(EnumSet.of(PAUSED),
                CampaignSettings.of(Optional.empty(), Optional.empty(), true));
    }

    /** And what is under way by then is hung up; the end of the pause takes that back. */
    static CampaignChange pausedWithHangUp(Instant at) {
        return new CampaignChange(EnumSet.of(PAUSED, HANG_UP),
                CampaignSettings.of(Optional.empty(), Optional.empty(), true).withHangUp(Optional.of(at)));
    }

    static CampaignChange goingOn() {
        return new CampaignChange(EnumSet.of(PAUSED, HANG_UP), CampaignSettings.NONE);
    }

    static CampaignChange cancelled(Cancellation cancellation) {
        return new CampaignChange(Set.of(CANCELLED), CampaignSettings.of(Optional.of(cancellation)));
    }

    /**
     * Ends all calls up to this moment.
     *
     * @param now what is set for the campaign: what was to be hung up is, also when it is cancelled again
     */
    static Cancellation cancellation(CampaignSettings now, Instant before, boolean hangUp) {
        boolean either = hangUp || now.cancelled().filter(c -> !c.resumed() && c.hangUp()).isPresent();
        return new Cancellation(now.cancelled().map(Cancellation::before).filter(before::isBefore).orElse(before),
                either, false);
    }

    /** Later calls are taken again; empty when they are taken now. */
    static Optional<CampaignChange> lifted(CampaignSettings now) {
        return now.cancelled().filter(c -> !c.resumed()).map(Cancellation::lifted).map(CampaignChange::cancelled);
    }

    /** What is set once this is in force, when these are set now. */
    CampaignSettings over(CampaignSettings now) {
        return new CampaignSettings(now.schemaVersion(),
                changed.contains(MAX_CONCURRENT) ? wished.maxConcurrent() : now.maxConcurrent(),
                changed.contains(RATE_PER_SECOND) ? wished.ratePerSecond() : now.ratePerSecond(),
                changed.contains(CALLING_WINDOW) ? wished.callingWindow() : now.callingWindow(),
                changed.contains(PAUSED) ? wished.paused() : now.paused(),
                changed.contains(RETRY_POLICY) ? wished.retryPolicy() : now.retryPolicy(),
                changed.contains(CANCELLED) ? wished.cancelled() : now.cancelled(),
                changed.contains(HANG_UP) ? wished.hangUp() : now.hangUp());
    }

    /** The values to write, by record key, in this order: nothing is hung up before the pause is in force. An empty one ends what its key names. */
    Map<String, Optional<CampaignSettings>> records(String campaignId) {
        Map<String, Optional<CampaignSettings>> records = new LinkedHashMap<>();
        EnumSet.copyOf(changed).forEach(
                setting -> records.put(new CampaignKey(campaignId, setting).text(), wished.only(setting)));
        return records;
    }
}
