package io.callqueue.scheduler.parking;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.control.CampaignSettings;
import io.callqueue.control.Cancellation;

import static org.assertj.core.api.Assertions.assertThat;

class AllowanceTest {
    private static final Optional<Integer> NO_CAP = Optional.empty();
    private static final Optional<BigDecimal> NO_RATE = Optional.empty();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void calls_of_a_cancelled_campaign_come_back_to_be_ended_also_when_it_is_paused() {
        Cancellation cancellation = new Cancellation(Instant.EPOCH, false, false);
        assertThat(Allowance
                .of(new CampaignSettings(1, NO_CAP, NO_RATE, Optional.empty(), true, Optional.empty(),
                        Optional.of(cancellation), Optional.empty()), true))
                .contains(new Allowance.All());
        assertThat(Allowance.of(
                new CampaignSettings(1, NO_CAP, NO_RATE, Optional.empty(), true, Optional.empty(),
                        Optional.of(cancellation.lifted()), Optional.empty()),
                false)).contains(Allowance.NONE);
    }

    @Test
    void campaign_that_is_paused_or_stopped_has_nothing_back() {
        assertThat(Allowance.of(CampaignSettings.of(Optional.of(5), NO_RATE, true), false)).contains(Allowance.NONE);
        assertThat(Allowance.of(CampaignSettings.of(NO_CAP, NO_RATE, true), false)).contains(Allowance.NONE);
        assertThat(Allowance.of(CampaignSettings.NONE, true)).contains(Allowance.NONE);
    }

    @Test
    void campaign_without_a_limit_of_its_own_has_all_back() {
        assertThat(Allowance.of(CampaignSettings.NONE, false)).contains(new Allowance.All());
    }

    @Test
    void campaign_with_a_limit_is_decided_by_its_calls() {
        assertThat(Allowance.of(CampaignSettings.of(Optional.of(5), NO_RATE, false), false)).isEmpty();
        assertThat(Allowance.of(CampaignSettings.of(NO_CAP, Optional.of(BigDecimal.ONE), false), false)).isEmpty();
    }

    @ParameterizedTest(name = "cap {0}, rate {1}, {2} live, every {3} ms: {4}")
    @CsvSource({"10,    , 0,  1000, 20", "10,    , 4,  1000, 16", "10,    , 12, 1000, 8", "30,    , 30, 1000, 15",
            "10,    , 20, 1000, 0",
            "1,    , 1, 1000, 1", "99,    , 99, 1000, 25", "  , 2.5, 0,  1000, 5", "  , 2.5, 99, 1000, 5",
            "  , 0.1, 0,  1000, 1", "  , 10,  0,  250,  5", "10, 2.5, 0,  1000, 5", "10, 2.5, 9,  1000, 5",
            "10, 2.5, 17, 1000, 3"})
    void slots_and_send_moments_that_no_call_has_yet_are_left_and_some_again_for_those_that_stand_by(
            Integer cap, BigDecimal rate, long live, long interval,
            long expected) {
        CampaignSettings settings = CampaignSettings.of(Optional.ofNullable(cap), Optional.ofNullable(rate), false);
        assertThat(Allowance.of(settings, live, Duration.ofMillis(interval)).calls()).isEqualTo(expected);
    }

    @Test
    void highest_rate_and_longest_interval_fit() {
        CampaignSettings settings = CampaignSettings.of(NO_CAP, Optional.of(new BigDecimal("10000")), false);
        assertThat(Allowance.of(settings, 0, SECOND.multipliedBy(60)).calls()).isEqualTo(1_200_000);
    }
}
