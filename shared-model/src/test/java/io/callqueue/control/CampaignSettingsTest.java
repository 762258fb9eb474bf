package io.callqueue.control;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.codec.Json;
import io.callqueue.request.RetryRule;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CampaignSettingsTest {
    private static final CampaignSettings ALL = CampaignSettings.of(Optional.of(10),
            Optional.of(new BigDecimal("2.5")), true);

    @Test
    void their_json_is_the_one_that_admission_reads() {
        assertThat(Json.text(ALL)).isEqualTo(
                "{\"schema_version\":1,\"max_concurrent\":10,\"rate_per_second\":2.5,\"paused\":true}");
        assertThat(Json.read(Json.bytes(ALL), CampaignSettings.class)).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schema_version\":1}",
            "{\"schema_version\":1,\"max_concurrent\":null,\"rate_per_second\":null,\"paused\":null}",
            "{\"schema_version\":1,\"paused\":false,\"of_a_later_version\":7}"})
    void what_is_missing_is_not_set(String json) {
        assertThat(Json.read(json, CampaignSettings.class)).isEqualTo(CampaignSettings.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void a_campaign_has_from_one_to_a_million_live_calls(int calls) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CampaignSettings.of(Optional.of(calls), Optional.empty(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.00099", "10000.001", "1e999999"})
    void a_rate_is_from_one_in_a_thousand_seconds_to_ten_thousand_a_second(BigDecimal rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CampaignSettings.of(Optional.empty(), Optional.of(rate), false));
    }

    @Test
    void the_bounds_themselves_are_possible() {
        assertThat(CampaignSettings.of(Optional.of(1), Optional.of(Limits.LEAST_RATE), false).maxConcurrent())
                .contains(1);
        assertThat(CampaignSettings.of(Optional.of(1_000_000), Optional.of(Limits.MOST_RATE), false).ratePerSecond())
                .contains(Limits.MOST_RATE);
    }

    @Test
    void a_retry_policy_is_a_setting_like_the_others_and_an_empty_one_is_none() {
        RetryRule once = new RetryRule(Optional.of(1), Optional.empty(), Optional.of(1.5), Optional.empty());
        CampaignSettings set = ALL.withRetryPolicy(Optional.of(Map.of("busy", once)));
        assertThat(Json.text(set)).endsWith("\"retry_policy\":{\"busy\":{\"max\":1,\"factor\":1.5}}}");
        assertThat(Json.read(Json.bytes(set), CampaignSettings.class)).isEqualTo(set);
        assertThat(set.only(CampaignSetting.RETRY_POLICY))
                .contains(CampaignSettings.NONE.withRetryPolicy(Optional.of(Map.of("busy", once))));
        assertThat(ALL.withRetryPolicy(Optional.of(Map.of()))).isEqualTo(ALL);
        assertThat(ALL.only(CampaignSetting.RETRY_POLICY)).isEmpty();
    }

    @Test
    void a_record_has_one_setting_and_none_when_that_is_not_set() {
        assertThat(ALL.only(CampaignSetting.MAX_CONCURRENT))
                .contains(CampaignSettings.of(Optional.of(10), Optional.empty(), false));
        assertThat(ALL.only(CampaignSetting.RATE_PER_SECOND))
                .contains(CampaignSettings.of(Optional.empty(), ALL.ratePerSecond(), false));
        assertThat(ALL.only(CampaignSetting.PAUSED))
                .contains(CampaignSettings.of(Optional.empty(), Optional.empty(), true));
    }

    @Test
    void a_window_has_a_record_of_its_own() {
        Optional<CallingWindow> window = Optional.of(new CallingWindow(List.of(Weekday.MON), TimeOfDay.parse("09:00"),
                TimeOfDay.parse("18:00"), CallingWindow.CALLEE, List.of()));
        CampaignSettings all = ALL.withCallingWindow(window);
        assertThat(all.only(CampaignSetting.CALLING_WINDOW)).contains(CampaignSettings.NONE.withCallingWindow(window));
        assertThat(all.only(CampaignSetting.PAUSED)).isEqualTo(ALL.only(CampaignSetting.PAUSED));
        assertThat(Json.read(Json.bytes(all), CampaignSettings.class)).isEqualTo(all);
    }

    @ParameterizedTest
    @EnumSource
    void where_nothing_is_set_no_record_is_left(CampaignSetting setting) {
        assertThat(CampaignSettings.NONE.only(setting)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_tells_its_campaign_and_its_setting(CampaignSetting setting) {
        CampaignKey key = new CampaignKey("stop:a.b_c-1:paused", setting);
        assertThat(key.text()).isEqualTo("campaign:stop:a.b_c-1:paused/" + setting.word());
        assertThat(CampaignKey.of(key.text())).contains(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "campaign", "campaign:", "campaign:a", "campaign:a/", "campaign:/paused",
            "campaign:a/b/paused", "campaign:a/color", "campaign:a/PAUSED", "campaign:a b/paused",
            "xcampaign:a/paused", "stop:campaign:a", "campaign:a\n/paused", "campaign:a/paused\n"})
    void nothing_else_is_the_key_of_a_setting(String key) {
        assertThat(CampaignKey.of(key)).isEmpty();
    }

    @Test
    void an_id_has_up_to_128_characters_that_a_call_request_takes() {
        assertThat(CampaignKey.isId("a".repeat(128))).isTrue();
        assertThat(CampaignKey.isId("A-z_0.9:")).isTrue();
        for (String id : new String[]{"", ".", "..", "a".repeat(129), "a/b", "a b", "é", "a\n",
                new String(new byte[]{'a', 0}, StandardCharsets.ISO_8859_1)}) {
            assertThat(CampaignKey.isId(id)).as(id).isFalse();
            assertThatIllegalArgumentException().isThrownBy(() -> new CampaignKey(id, CampaignSetting.PAUSED));
        }
    }
}
