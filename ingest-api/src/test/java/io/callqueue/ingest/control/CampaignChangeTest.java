package io.callqueue.ingest.control;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.control.CampaignSetting;
import io.callqueue.control.CampaignSettings;

import static org.assertj.core.api.Assertions.assertThat;

class CampaignChangeTest {
    private static final CampaignSettings NOW = settings(10, "2.5", true);

    @Test
    void what_is_left_out_stays_and_has_no_record() {
        CampaignChange change = read("{\"rate_per_second\":3}");
        assertThat(change.over(NOW)).isEqualTo(settings(10, "3", true));
        assertThat(change.records("c")).hasSize(1).containsEntry("campaign:c/rate_per_second",
                Optional.of(CampaignSettings.of(Optional.empty(), Optional.of(new BigDecimal("3")), false)));
    }

    @Test
    void null_unsets_and_its_record_is_empty() {
        CampaignChange change = read("{\"max_concurrent\":null,\"paused\":null}");
        assertThat(change.over(NOW))
                .isEqualTo(CampaignSettings.of(Optional.empty(), NOW.ratePerSecond(), false));
        assertThat(change.records("c")).hasSize(3).containsEntry("campaign:c/max_concurrent", Optional.empty())
                .containsEntry("campaign:c/paused", Optional.empty())
                .containsEntry("campaign:c/hang_up", Optional.empty());
    }

    @Test
    void a_campaign_that_is_not_paused_leaves_no_record() {
        assertThat(read("{\"paused\":false}").records("c")).hasSize(2)
                .containsEntry("campaign:c/paused", Optional.empty())
                .containsEntry("campaign:c/hang_up", Optional.empty());
        assertThat(CampaignChange.goingOn()).isEqualTo(read("{\"paused\":false}"));
    }

    @Test
    void a_pause_changes_nothing_else() {
        CampaignChange pause = CampaignChange.paused();
        assertThat(pause).isEqualTo(read("{\"paused\":true}"));
        assertThat(pause.changed()).containsExactly(CampaignSetting.PAUSED);
        assertThat(pause.over(settings(10, "2.5", false))).isEqualTo(NOW);
    }

    @Test
    void a_retry_policy_replaces_the_one_before_and_an_empty_one_unsets_it() {
        CampaignChange change = read("{\"retry_policy\":{\"busy\":{\"max\":1}}}");
        CampaignSettings set = change.over(NOW);
        assertThat(set.retryRules()).containsOnlyKeys("busy");
        assertThat(set.withRetryPolicy(Optional.empty())).isEqualTo(NOW);
        assertThat(change.records("c")).containsOnlyKeys("campaign:c/retry_policy");
        for (String unset : new String[]{"{}", "null"}) {
            CampaignChange none = read("{\"retry_policy\":" + unset + "}");
            assertThat(none.over(set)).isEqualTo(NOW);
            assertThat(none.records("c")).containsEntry("campaign:c/retry_policy", Optional.empty());
        }
        assertThat(read("{\"max_concurrent\":10}").over(set)).isEqualTo(set);
    }

    @Test
    void an_empty_body_changes_nothing() {
        assertThat(read("{}").over(NOW)).isEqualTo(NOW);
        assertThat(read("{}").records("c")).isEmpty();
    }

    private static CampaignChange read(String json) {
        return CampaignChange.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static CampaignSettings settings(int calls, String rate, boolean paused) {
        return CampaignSettings.of(Optional.of(calls), Optional.of(new BigDecimal(rate)), paused);
    }
}
