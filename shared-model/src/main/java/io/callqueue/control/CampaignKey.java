package io.callqueue.control;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one setting of one campaign. Each has a record of its own, which holds that setting only: so of two people who set different things at
 * the same moment neither undoes what the other did.
 */
public record CampaignKey(String campaignId, CampaignSetting setting) {
    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._:-]{1,128}");
    private static final Pattern KEY = Pattern.compile("campaign:([^/]*)/([^/]*)"); // no campaign id has a slash

    /** @throws IllegalArgumentException when no campaign can have this id */
    public CampaignKey {
        if (!isId(campaignId)) {
            throw new IllegalArgumentException("not a campaign id: " + campaignId);
        }
    }

    /**
     * Whether a campaign may have this id: 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}, as in a call request; {@code .} and {@code ..} mean
     * something else in a URL.
     */
    public static boolean isId(String campaignId) {
        return ID.matcher(campaignId).matches();
    }

    /** The key of its record, such as {@code campaign:diwali-2027/paused}; the record is empty once nothing is set. */
    public String text() {
        return "campaign:" + campaignId + "/" + setting.word();
    }

    /** What the key of a record names; empty when it is not about a setting of a campaign. */
    public static Optional<CampaignKey> of(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches() && isId(parts.group(1))
                ? CampaignSetting.of(parts.group(2)).map(setting -> new CampaignKey(parts.group(1), setting))
                : Optional.empty();
    }
}
