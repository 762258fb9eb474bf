package io.callqueue.dispatcher.control;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.callqueue.codec.Json;
import io.callqueue.control.CampaignKey;
import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;
import io.callqueue.window.CallingWindow;

/**
 * The calling windows of all campaigns, held in this pod: every call is checked against one, and few campaigns have one. Fed from
 * {@code calls.control}, of which a pod has read all before it dials.
 */
public final class CampaignWindows {
    private final Map<String, CallingWindow> windows = new ConcurrentHashMap<>();

    /** The window of this campaign, if it has one. */
    public Optional<CallingWindow> of(String campaignId) {
        return Optional.ofNullable(windows.get(campaignId));
    }

    /**
     * A record of {@code calls.control}; most are about something else.
     *
     * @param value empty when the record ends what its key names
     * @throws RuntimeException when the record is none of ours
     */
    void apply(String key, Optional<byte[]> value) {
        CampaignKey.of(key).filter(named -> named.setting() == CampaignSetting.CALLING_WINDOW)
                .ifPresent(named -> set(named.campaignId(), value.map(json -> Json.read(json, CampaignSettings.class))
                        .flatMap(CampaignSettings::callingWindow)));
    }

    private void set(String campaignId, Optional<CallingWindow> window) {
        window.ifPresentOrElse(now -> windows.put(campaignId, now), () -> windows.remove(campaignId));
    }
}
