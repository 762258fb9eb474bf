package io.callqueue.simulator.webhook;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryFragmentTest {
    private static final Attempt SERVER_ERROR = new Attempt.Answered(503, "");
    private static final Attempt CLIENT_ERROR = new Attempt.Answered(404, "");
    private static final Attempt NOT_CONNECTED = new Attempt.NotConnected();
    private static final Attempt NOT_READ = new Attempt.NotRead();

    @Test
    void without_a_fragment_only_time_outs_are_tried_again_and_once() {
        RetryFragment how = RetryFragment.of(null);
        assertThat(how.retries()).isEqualTo(1);
        assertThat(how.retries(NOT_CONNECTED)).isTrue();
        assertThat(how.retries(NOT_READ)).isTrue();
        assertThat(how.retries(SERVER_ERROR)).isFalse();
        assertThat(how.retries(CLIENT_ERROR)).isFalse();
    }

    @Test
    void policy_all_tries_again_on_any_error_but_not_on_success() {
        RetryFragment how = RetryFragment.of("ct=2000&rt=10000&rc=5&rp=all");
        assertThat(how.connectTimeout()).isEqualTo(Duration.ofMillis(2000));
        assertThat(how.readTimeout()).isEqualTo(Duration.ofMillis(10_000));
        assertThat(how.retries()).isEqualTo(5);
        assertThat(how.retries(SERVER_ERROR)).isTrue();
        assertThat(how.retries(CLIENT_ERROR)).isTrue();
        assertThat(how.retries(new Attempt.Answered(302, ""))).isFalse();
    }

    @Test
    void a_policy_may_name_its_cases() {
        RetryFragment how = RetryFragment.of("rp=5xx,ct");
        assertThat(how.retries(SERVER_ERROR)).isTrue();
        assertThat(how.retries(NOT_CONNECTED)).isTrue();
        assertThat(how.retries(CLIENT_ERROR)).isFalse();
        assertThat(how.retries(NOT_READ)).isFalse();
    }

    @Test
    void a_count_is_held_within_bounds_and_nonsense_is_the_default() {
        assertThat(RetryFragment.of("rc=99").retries()).isEqualTo(5);
        assertThat(RetryFragment.of("rc=many").retries()).isEqualTo(1);
        assertThat(RetryFragment.of("rc=0").retries()).isZero();
    }
}
