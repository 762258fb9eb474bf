package io.callqueue.dispatcher.disposition;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.request.RetryRule;

import static org.assertj.core.api.Assertions.assertThat;

class DispositionTest {
    private static final Map<String, RetryRule> NO_POLICY = Map.of();
    private final Disposition disposition = disposition(false);

    private static Disposition disposition(boolean machines) {
        return new Disposition(new RetrySettings(backoff(100), backoff(200), backoff(300), backoff(400), backoff(500),
                machines, Duration.ofSeconds(60)), new Random() {
                    @Override
                    public double nextDouble() {
                        return 0.5;
                    }
                });
    }

    private static Backoff backoff(long baseSeconds) {
        return new Backoff(2, Duration.ofSeconds(baseSeconds), 2, Duration.ofHours(1));
    }

    @Test
    void a_conversation_completes_the_call() {
        assertThat(verdict(Fate.COMPLETED, Outcome.ANSWERED, 0, NO_POLICY)).isEqualTo(new Verdict.Complete());
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER", "STOP_CAMPAIGN"})
    void what_can_not_be_mended_fails_whatever_the_policy_says(Fate fate) {
        assertThat(verdict(fate, Outcome.BUSY, 0, policy("busy", 5))).isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_call_waits_whose_account_or_caller_number_is_stopped() {
        assertThat(verdict(Fate.STOP_ACCOUNT, Outcome.STOPPED, 9, NO_POLICY))
                .isEqualTo(new Verdict.Defer(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({"NO_ANSWER, 50", "BUSY, 100", "NETWORK_ERROR, 150", "CARRIER_ERROR, 150", "UNKNOWN, 150"})
    void each_kind_of_outcome_has_its_own_backoff(Outcome outcome, long seconds) {
        assertThat(verdict(Fate.RETRY_LATER, outcome, 0, NO_POLICY)).isEqualTo(retry(seconds));
    }

    @Test
    void only_earlier_attempts_of_the_same_kind_lengthen_the_delay() {
        List<Attempt> earlier = List.of(ended(1, Outcome.BUSY), ended(2, Outcome.NO_ANSWER));
        assertThat(disposition.verdict(Fate.RETRY_LATER, ending(Outcome.NO_ANSWER), earlier, NO_POLICY))
                .isEqualTo(retry(100));
    }

    @Test
    void an_attempt_that_never_got_to_plivo_uses_up_no_retry_and_lengthens_no_delay() {
        Ending refused = Ending.of(Instant.EPOCH, Outcome.NETWORK_ERROR, "connection refused");
        List<Attempt> earlier = IntStream.rangeClosed(1, 5)
                .mapToObj(n -> Attempt.claimed(n, "pod", "lease", Instant.EPOCH).ended(refused)).toList();
        assertThat(disposition.verdict(Fate.RETRY_WITH_BACKOFF, ending(Outcome.NETWORK_ERROR), earlier, NO_POLICY))
                .isEqualTo(retry(150));
    }

    @Test
    void after_the_most_retries_of_its_kind_the_call_fails() {
        assertThat(verdict(Fate.RETRY_LATER, Outcome.BUSY, 1, NO_POLICY)).isEqualTo(retry(200));
        assertThat(verdict(Fate.RETRY_LATER, Outcome.BUSY, 2, NO_POLICY)).isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_calls_own_rule_replaces_the_most_retries_and_the_factor() {
        Map<String, RetryRule> policy = Map.of("busy",
                new RetryRule(Optional.of(4), Optional.of(10L), Optional.of(3.0), Optional.empty()));
        assertThat(verdict(Fate.RETRY_LATER, Outcome.BUSY, 3, policy)).isEqualTo(retry(135));
        assertThat(verdict(Fate.RETRY_LATER, Outcome.BUSY, 4, policy)).isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_rule_of_no_retries_fails_at_the_first_time() {
        assertThat(verdict(Fate.RETRY_LATER, Outcome.BUSY, 0, policy("busy", 0))).isEqualTo(new Verdict.Fail());
    }

    @Test
    void an_account_limit_does_not_count_as_a_retry() {
        assertThat(verdict(Fate.RETRY_WITH_BACKOFF, Outcome.ACCOUNT_LIMIT, 1, NO_POLICY))
                .isEqualTo(new Verdict.Retry(Duration.ofSeconds(400), false));
    }

    @Test
    void account_limits_have_a_maximum_of_their_own() {
        Map<String, RetryRule> policy = policy("account_limit", 20);
        assertThat(verdict(Fate.RETRY_WITH_BACKOFF, Outcome.ACCOUNT_LIMIT, 19, policy))
                .isEqualTo(new Verdict.Retry(Duration.ofMinutes(30), false));
        assertThat(verdict(Fate.RETRY_WITH_BACKOFF, Outcome.ACCOUNT_LIMIT, 20, policy)).isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_machine_is_called_again_only_if_a_policy_asks_for_it() {
        assertThat(verdict(Fate.FINAL_BY_DEFAULT, Outcome.MACHINE, 0, NO_POLICY)).isEqualTo(new Verdict.Fail());
        assertThat(verdict(Fate.FINAL_BY_DEFAULT, Outcome.MACHINE, 0, policy("machine", 1))).isEqualTo(retry(250));
        assertThat(verdict(Fate.FINAL_BY_DEFAULT, Outcome.MACHINE, 1, policy("machine", 1)))
                .isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_setting_has_all_machines_called_again_and_revives_nothing_else() {
        Disposition again = disposition(true);
        assertThat(again.verdict(Fate.FINAL_BY_DEFAULT, ending(Outcome.MACHINE), List.of(), NO_POLICY))
                .isEqualTo(retry(250));
        assertThat(again.verdict(Fate.FINAL_BY_DEFAULT, ending(Outcome.REJECTED), List.of(), NO_POLICY))
                .isEqualTo(new Verdict.Fail());
    }

    @Test
    void a_rule_for_another_outcome_does_not_revive_a_final_one() {
        assertThat(verdict(Fate.FINAL_BY_DEFAULT, Outcome.REJECTED, 0, policy("busy", 5)))
                .isEqualTo(new Verdict.Fail());
    }

    private Verdict verdict(Fate fate, Outcome outcome, int before, Map<String, RetryRule> policy) {
        return disposition.verdict(fate, ending(outcome), Collections.nCopies(before, ended(1, outcome)), policy);
    }

    private static Verdict retry(long seconds) {
        return new Verdict.Retry(Duration.ofSeconds(seconds), true);
    }

    private static Map<String, RetryRule> policy(String kind, int max) {
        return Map.of(kind, new RetryRule(Optional.of(max), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Attempt ended(int number, Outcome outcome) {
        return Attempt.claimed(number, "pod", "lease", Instant.EPOCH).ended(ending(outcome));
    }

    /** As Plivo told it. */
    private static Ending ending(Outcome outcome) {
        return new Ending(Instant.EPOCH, outcome, Optional.of("CAUSE"), Optional.of(1), Optional.of("why"),
                Optional.empty());
    }
}
