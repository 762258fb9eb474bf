package io.callqueue.control;

import java.util.Locale;
import java.util.Optional;

/** What can be set for one campaign. */
public enum CampaignSetting {
    MAX_CONCURRENT, RATE_PER_SECOND, CALLING_WINDOW, PAUSED, RETRY_POLICY, CANCELLED, HANG_UP;

    /** The word on the wire, such as {@code max_concurrent}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The setting of this word, or empty. */
    public static Optional<CampaignSetting> of(String word) {
        for (CampaignSetting setting : values()) {
            if (setting.word().equals(word)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
