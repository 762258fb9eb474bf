package io.callqueue.dispatcher.disposition;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Order;
import io.callqueue.call.Outcome;
import io.callqueue.call.Priority;

import static org.assertj.core.api.Assertions.assertThat;

class HungUpTest {
    private static final Instant NOW = Instant.parse("2020-01-15T14:30:00.123Z");
    private static final int LATEST = 2;
    private static final int OLDER = 1;
    private static final Call RINGING = ringing(Attempt.claimed(LATEST, "pod", "lease", NOW).hungUp(NOW));

    private static Call ringing(Attempt attempt) {
        Order order = new Order("+919123456789", "campaign-1", Priority.NORMAL, 3, Duration.ofSeconds(45),
                Duration.ofSeconds(1800), NOW, Optional.empty(), Optional.empty(), "hash");
        return new Call(new CallId("call-1"), 1, 7, 5, CallStatus.RINGING, order, 0, 0, false, Optional.of(attempt),
                Optional.empty(), Optional.empty(), NOW, Optional.empty());
    }

    private static Ending told(int code) {
        return HangupCode.of(code).ending(NOW, false, Optional.of("ORIGINATOR_CANCEL"), Optional.of("Canceled"),
                Optional.of(0));
    }

    @Test
    void a_ringing_call_that_plivo_calls_cancelled_was_hung_up_by_us() {
        assertThat(HungUp.isOurs(RINGING, LATEST, told(1000))).isTrue();
        Ending ending = HungUp.ending(told(1000));
        assertThat(ending.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(ending.hangupCauseCode()).contains(1000);
        assertThat(ending.error()).contains("hung up before anybody answered: its campaign was paused");
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 3010, 3000, 3020, 2000, 5010, 9100})
    void what_plivo_says_beyond_that_counts_as_ever(int code) {
        assertThat(HungUp.isOurs(RINGING, LATEST, told(code))).isFalse();
    }

    @Test
    void what_nobody_wanted_hung_up_or_was_answered_was_not() {
        Call open = ringing(Attempt.claimed(LATEST, "pod", "lease", NOW));
        assertThat(HungUp.isOurs(open, LATEST, told(1000))).isFalse();
        assertThat(HungUp.isOurs(RINGING, OLDER, told(1000))).isFalse();
        Call answered = ((Decision.Change) Moves.answer(RINGING, LATEST, NOW, NOW, Optional.empty(), Duration.ZERO))
                .next();
        assertThat(HungUp.isOurs(answered, LATEST, told(1000))).isFalse();
    }

    @Test
    void an_attempt_of_which_nobody_knows_anything_is_no_hang_up() {
        assertThat(HungUp.isOurs(RINGING, LATEST, Ending.of(NOW, Outcome.UNKNOWN, "no record"))).isFalse();
    }
}
