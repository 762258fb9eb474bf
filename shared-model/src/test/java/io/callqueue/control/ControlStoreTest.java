package io.callqueue.control;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import io.callqueue.call.Outcome;
import io.callqueue.codec.Json;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.store.CampaignIds;
import io.callqueue.store.CompleteRedis;
import io.callqueue.store.RedisConnection;
import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

import static io.callqueue.control.CampaignSetting.CALLING_WINDOW;
import static io.callqueue.control.CampaignSetting.MAX_CONCURRENT;
import static io.callqueue.control.CampaignSetting.PAUSED;
import static io.callqueue.control.CampaignSetting.RATE_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What records about campaigns do, on a real Redis. */
class ControlStoreTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static final String CAMPAIGN = "diwali:2027";
    private static RedisConnection connection;
    private ControlStore store;

    @BeforeAll
    static void open() {
        connection = CompleteRedis.open(redis.uri());
    }

    @AfterAll
    static void close() {
        connection.close();
    }

    @BeforeEach
    void empty() {
        CompleteRedis.empty(connection);
        store = new ControlStore(connection.commands());
    }

    @Test
    void a_campaign_that_nobody_set_anything_for_has_no_settings() {
        assertThat(campaign()).isEqualTo(CampaignSettings.NONE);
    }

    @Test
    void settings_come_one_by_one_and_stand_together() {
        apply(MAX_CONCURRENT, 0, "{\"schema_version\":1,\"max_concurrent\":1000000}");
        apply(RATE_PER_SECOND, 1, "{\"schema_version\":1,\"rate_per_second\":0.001}");
        apply(PAUSED, 2, "{\"schema_version\":1,\"paused\":true}");
        assertThat(campaign()).isEqualTo(settings(1_000_000, "0.001", true));
        assertThat(Json.MAPPER.readTree(inRedis().get(CAMPAIGN))).isEqualTo(Json.MAPPER.readTree(
                "{\"schema_version\":1,\"max_concurrent\":1000000,\"rate_per_second\":0.001,\"paused\":true}"));
        assertThat(store.campaign("diwali").join()).isEqualTo(CampaignSettings.NONE);
    }

    @Test
    void a_campaign_is_paused_and_limits_are_set_in_a_redis_whose_memory_is_full() {
        connection.commands().configSet("maxmemory", "1").toCompletableFuture().join();
        try {
            apply(PAUSED, 0, "{\"schema_version\":1,\"paused\":true}");
            store.apply(Limits.KEY, 1,
                    Optional.of(Json.bytes(Limits.of(Optional.of(3), Optional.empty(), Optional.empty()))))
                    .join();
        } finally {
            connection.commands().configSet("maxmemory", "0").toCompletableFuture().join();
        }
        assertThat(campaign().paused()).isTrue();
        assertThat(store.limits().join().maxConcurrentCalls()).contains(3);
    }

    @Test
    void a_window_stays_whole_beside_other_settings() {
        apply(CALLING_WINDOW, 0, "{\"schema_version\":1,\"calling_window\":{\"days\":[\"mon\"],\"from\":\"09:00\","
                + "\"to\":\"18:00\",\"timezone\":\"Asia/Kolkata\",\"holidays\":[\"2027-01-26\"]}}");
        apply(MAX_CONCURRENT, 1, "{\"schema_version\":1,\"max_concurrent\":7}");
        CallingWindow window = new CallingWindow(List.of(Weekday.MON), TimeOfDay.parse("09:00"),
                TimeOfDay.parse("18:00"), "Asia/Kolkata", List.of(LocalDate.parse("2027-01-26")));
        assertThat(campaign()).isEqualTo(CampaignSettings.of(Optional.of(7), Optional.empty(), false)
                .withCallingWindow(Optional.of(window)));
        end(CALLING_WINDOW, 2);
        assertThat(campaign()).isEqualTo(CampaignSettings.of(Optional.of(7), Optional.empty(), false));
    }

    @Test
    void a_retry_policy_comes_through_redis_as_it_was_written() {
        String policy = "{\"busy\":{\"max\":20,\"base_seconds\":604800,\"factor\":1.1,\"cap_seconds\":2592000},\"machine\":{}}";
        apply(CampaignSetting.RETRY_POLICY, 0, "{\"schema_version\":1,\"retry_policy\":" + policy + "}");
        apply(PAUSED, 1, "{\"schema_version\":1,\"paused\":true}");
        assertThat(campaign().paused()).isTrue();
        assertThat(campaign().retryRules()).isEqualTo(
                Json.read("{\"schema_version\":1,\"retry_policy\":" + policy + "}", CampaignSettings.class)
                        .retryRules())
                .hasSize(2);
        store.apply(new CampaignKey(CAMPAIGN, CampaignSetting.RETRY_POLICY).text(), 2, Optional.empty()).join();
        assertThat(campaign()).isEqualTo(CampaignSettings.of(Optional.empty(), Optional.empty(), true));
    }

    @Test
    void an_older_record_changes_nothing_after_a_newer_one() {
        apply(MAX_CONCURRENT, 5, "{\"schema_version\":1,\"max_concurrent\":7}");
        apply(MAX_CONCURRENT, 4, "{\"schema_version\":1,\"max_concurrent\":9}");
        apply(MAX_CONCURRENT, 5, "{\"schema_version\":1,\"max_concurrent\":9}");
        assertThat(campaign().maxConcurrent()).contains(7);
        apply(MAX_CONCURRENT, 6, "{\"schema_version\":1,\"max_concurrent\":9}");
        assertThat(campaign().maxConcurrent()).contains(9);
    }

    @Test
    void another_setting_of_the_campaign_that_was_written_earlier_counts() {
        apply(PAUSED, 5, "{\"schema_version\":1,\"paused\":true}");
        apply(MAX_CONCURRENT, 4, "{\"schema_version\":1,\"max_concurrent\":7}");
        assertThat(campaign()).isEqualTo(
                CampaignSettings.of(Optional.of(7), Optional.empty(), true));
        assertThat(store.isInForce(key(PAUSED), 5).join()).isTrue();
        assertThat(store.isInForce(key(MAX_CONCURRENT), 5).join()).isFalse();
    }

    @Test
    void an_empty_record_ends_its_setting_and_an_older_one_does_not_bring_it_back() {
        apply(MAX_CONCURRENT, 1, "{\"schema_version\":1,\"max_concurrent\":7}");
        apply(PAUSED, 2, "{\"schema_version\":1,\"paused\":true}");
        end(PAUSED, 3);
        assertThat(campaign()).isEqualTo(CampaignSettings.of(Optional.of(7), Optional.empty(), false));
        end(MAX_CONCURRENT, 4);
        apply(PAUSED, 2, "{\"schema_version\":1,\"paused\":true}");
        apply(MAX_CONCURRENT, 1, "{\"schema_version\":1,\"max_concurrent\":7}");
        end(RATE_PER_SECOND, 5);
        assertThat(inRedis()).isEmpty();
        assertThat(campaign()).isEqualTo(CampaignSettings.NONE);
    }

    @Test
    void a_record_that_sets_nothing_is_as_an_empty_one() {
        apply(PAUSED, 1, "{\"schema_version\":1,\"paused\":true}");
        apply(PAUSED, 2, "{\"schema_version\":1,\"paused\":false}");
        assertThat(inRedis()).isEmpty();
    }

    @Test
    void a_record_sets_nothing_but_what_its_key_names() {
        apply(PAUSED, 1, "{\"schema_version\":1,\"max_concurrent\":7,\"rate_per_second\":1,\"paused\":true}");
        assertThat(campaign()).isEqualTo(CampaignSettings.of(Optional.empty(), Optional.empty(), true));
    }

    @Test
    void a_cancellation_is_under_way_until_exactly_that_one_is_over() {
        Cancellation first = new Cancellation(Instant.parse("2027-01-15T14:30:00.123Z"), true, false);
        apply(CampaignSetting.CANCELLED, 1, Json.text(CampaignSettings.of(Optional.of(first))));
        assertThat(campaign().cancelled()).contains(first);
        String underWay = store.walks().cancelling().join().getOrDefault(CAMPAIGN, "");
        assertThat(Json.read(underWay, Cancellation.class)).isEqualTo(first);
        Cancellation second = new Cancellation(first.before().plusMillis(1), true, false);
        apply(CampaignSetting.CANCELLED, 2, Json.text(CampaignSettings.of(Optional.of(second))));
        store.walks().endCancelling(CAMPAIGN, underWay).join();
        String later = store.walks().cancelling().join().getOrDefault(CAMPAIGN, "");
        assertThat(Json.read(later, Cancellation.class)).isEqualTo(second);
        store.walks().endCancelling(CAMPAIGN, later).join();
        assertThat(store.walks().cancelling().join()).isEmpty();
        assertThat(campaign().cancelled()).contains(second);
    }

    @Test
    void a_hangup_stays_wanted_when_who_cancels_again_did_not_know_of_it() {
        Instant before = Instant.parse("2027-01-15T14:30:00.123Z");
        cancel(1, new Cancellation(before, true, false));
        cancel(2, new Cancellation(before.plusMillis(1), false, false));
        Cancellation both = new Cancellation(before.plusMillis(1), true, false);
        assertThat(campaign().cancelled()).contains(both);
        assertThat(Json.read(store.walks().cancelling().join().getOrDefault(CAMPAIGN, ""), Cancellation.class))
                .isEqualTo(both);
        cancel(3, new Cancellation(before.plusMillis(1), false, true));
        assertThat(campaign().cancelled().map(Cancellation::hangUp)).contains(false);
        cancel(4, new Cancellation(before.plusMillis(2), false, false));
        assertThat(campaign().cancelled().map(Cancellation::hangUp)).contains(false);
    }

    private void cancel(long offset, Cancellation cancellation) {
        apply(CampaignSetting.CANCELLED, offset, Json.text(CampaignSettings.of(Optional.of(cancellation))));
    }

    @Test
    void a_resumed_campaign_s_cancellation_is_not_begun_again() {
        Cancellation lifted = new Cancellation(Instant.parse("2027-01-15T14:30:00.123Z"), true, true);
        apply(CampaignSetting.CANCELLED, 1, Json.text(CampaignSettings.of(Optional.of(lifted))));
        assertThat(store.walks().cancelling().join()).isEmpty();
        assertThat(campaign().cancels(lifted.before())).isTrue();
        assertThat(campaign().cancels(lifted.before().plusMillis(1))).isFalse();
    }

    @Test
    void a_hang_up_is_under_way_until_exactly_that_one_is_over_or_it_is_taken_back() {
        Instant first = Instant.parse("2027-01-15T14:30:00.123Z");
        apply(CampaignSetting.HANG_UP, 1, hangUp(first));
        assertThat(campaign().hangUp()).contains(first);
        String underWay = store.walks().hangingUp().join().getOrDefault(CAMPAIGN, "");
        assertThat(Json.read(underWay, Instant.class)).isEqualTo(first);
        apply(CampaignSetting.HANG_UP, 2, hangUp(first.plusMillis(1)));
        store.walks().endHangingUp(CAMPAIGN, underWay).join();
        String later = store.walks().hangingUp().join().getOrDefault(CAMPAIGN, "");
        assertThat(Json.read(later, Instant.class)).isEqualTo(first.plusMillis(1));
        end(CampaignSetting.HANG_UP, 3);
        assertThat(store.walks().hangingUp().join()).isEmpty();
        apply(CampaignSetting.HANG_UP, 4, hangUp(first));
        store.walks().endHangingUp(CAMPAIGN, store.walks().hangingUp().join().getOrDefault(CAMPAIGN, "")).join();
        assertThat(store.walks().hangingUp().join()).isEmpty();
        assertThat(campaign().hangUp()).contains(first);
    }

    private static String hangUp(Instant at) {
        return Json.text(CampaignSettings.NONE.withHangUp(Optional.of(at)));
    }

    @Test
    void new_calls_for_failed_ones_are_wanted_by_outcome_until_they_are_made() {
        Instant at = Instant.parse("2027-01-15T14:30:00.123Z");
        RetryFailed busy = RetryFailed.of(CAMPAIGN, at, Optional.of(Outcome.BUSY));
        RetryFailed all = RetryFailed.of(CAMPAIGN, at, Optional.empty());
        RetryFailed later = RetryFailed.of(CAMPAIGN, at.plusMillis(1), Optional.empty());
        Stream.of(busy, all, later).forEach(wish -> store
                .apply(wish.key(), wish.equals(later) ? 9 : 8, Optional.of(Json.bytes(wish))).join());
        assertThat(store.walks().retryingFailed().join()).containsOnlyKeys(CAMPAIGN + "/busy", CAMPAIGN + "/all");
        assertThat(store.walks().retryingFailed().join()).containsEntry(later.name(), Json.text(later));
        store.walks().endRetryingFailed(all.name(), Json.text(all)).join();
        store.walks().endRetryingFailed(busy.name(), Json.text(busy)).join();
        assertThat(store.walks().retryingFailed().join()).containsOnlyKeys(later.name());
        store.apply(busy.key(), 8, Optional.of(Json.bytes(busy))).join();
        assertThat(store.walks().retryingFailed().join()).as("read again").containsOnlyKeys(later.name());
        assertThat(RetryFailed.campaignOf(later.name())).isEqualTo(CAMPAIGN);
    }

    @Test
    void the_index_of_campaigns_has_those_for_which_something_is_set() {
        CampaignIds ids = new CampaignIds(connection.commands());
        apply(PAUSED, 1, "{\"schema_version\":1,\"paused\":true}");
        apply(MAX_CONCURRENT, 2, "{\"schema_version\":1,\"max_concurrent\":7}");
        assertThat(ids.page("", 10).join()).containsExactly(CAMPAIGN);
        end(PAUSED, 3);
        assertThat(ids.page("", 10).join()).containsExactly(CAMPAIGN);
        end(MAX_CONCURRENT, 4);
        assertThat(ids.page("", 10).join()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schema_version\":1,\"max_concurrent\":0}",
            "{\"schema_version\":1,\"rate_per_second\":0}",
            "{\"schema_version\":1,\"max_concurrent\":\"many\"}", "[]", "7", "{", "null"})
    void a_record_that_is_none_of_ours_changes_nothing(String json) {
        assertThatThrownBy(() -> apply(MAX_CONCURRENT, 1, json))
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
        assertThat(inRedis()).isEmpty();
        assertThat(store.isInForce(key(MAX_CONCURRENT), 1).join()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"campaign:a", "campaign:a/color", "campaign:a b/paused", "campaign:"})
    void nobody_knows_another_key(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.apply(key, 1, Optional.empty()).join()).withMessageContaining(key);
    }

    private void apply(CampaignSetting setting, long offset, String json) {
        store.apply(key(setting), offset, Optional.of(json.getBytes(StandardCharsets.UTF_8))).join();
    }

    private void end(CampaignSetting setting, long offset) {
        store.apply(key(setting), offset, Optional.empty()).join();
    }

    private static String key(CampaignSetting setting) {
        return new CampaignKey(CAMPAIGN, setting).text();
    }

    private static CampaignSettings settings(int calls, String rate, boolean paused) {
        return CampaignSettings.of(Optional.of(calls), Optional.of(new BigDecimal(rate)), paused);
    }

    private CampaignSettings campaign() {
        return store.campaign(CAMPAIGN).join();
    }

    private Map<String, String> inRedis() {
        return connection.commands().hgetall(ControlStore.CAMPAIGNS).toCompletableFuture().join();
    }
}
