package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.SampleCalls.Fate;

import static io.callqueue.call.SampleCalls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

class RescheduleTest {
    private static final int REVISION = 5;
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Reschedule POSTPONE = new Reschedule(Optional.of(LATER), Optional.empty());
    private static final Reschedule HURRY = new Reschedule(Optional.empty(), Optional.of(Priority.URGENT));

    @ParameterizedTest
    @CsvSource({"QUEUED, NONE, SCHEDULED", "QUEUED, ENDED, DEFERRED", "SCHEDULED, NONE, SCHEDULED",
            "DEFERRED, NONE, SCHEDULED", "DEFERRED, LOST, DEFERRED", "RETRYING, ENDED, RETRYING"})
    void another_time_is_the_calls_timer_whatever_it_waited_for(CallStatus from, Fate fate, CallStatus to) {
        Decision.Change change = change(Moves.reschedule(SampleCalls.in(from, fate), REVISION, NOW, POSTPONE));
        assertThat(change.keeping()).isEqualTo(new Keeping.Timer(LATER));
        Call next = change.next();
        assertThat(next.status()).isEqualTo(to);
        assertThat(next.dueAt()).contains(LATER);
        assertThat(next.order().scheduledAt()).contains(LATER);
        assertThat(next.revision()).isEqualTo(REVISION + 1);
        assertThat(next.error()).isEmpty();
    }

    @Test
    void a_time_in_the_past_means_now() {
        Reschedule past = new Reschedule(Optional.of(NOW.minusSeconds(60)), Optional.empty());
        Decision.Change change = change(
                Moves.reschedule(SampleCalls.in(CallStatus.RETRYING, Fate.ENDED), REVISION, NOW, past));
        assertThat(change.keeping()).isEqualTo(new Keeping.Timer(NOW));
        assertThat(change.next().order().scheduledAt()).contains(NOW.minusSeconds(60));
    }

    @Test
    void a_time_in_the_past_means_now_also_when_it_was_asked_for_before() {
        Reschedule past = new Reschedule(Optional.of(NOW.minusSeconds(60)), Optional.empty());
        Call waiting = change(Moves.reschedule(SampleCalls.in(CallStatus.RETRYING, Fate.ENDED), REVISION, NOW,
                POSTPONE)).next();
        Call asked = SampleCalls.ordered(waiting, past.of(waiting.order()));
        assertThat(change(Moves.reschedule(asked, REVISION + 1, NOW, past)).keeping())
                .isEqualTo(new Keeping.Timer(NOW));
        assertThat(Moves.reschedule(asked, REVISION + 1, LATER, past)).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void nothing_is_met_for_a_call_that_ended() {
        Reschedule again = new Reschedule(Optional.of(NOW.minusSeconds(60)), Optional.empty());
        Call cancelled = SampleCalls.in(CallStatus.CANCELLED, Fate.NONE);
        assertThat(again.unmet(SampleCalls.ordered(cancelled, again.of(cancelled.order())), NOW)).isEqualTo(again);
    }

    @Test
    void a_call_that_expires_before_then_ends_on_time() {
        Call call = SampleCalls.expiring(SampleCalls.in(CallStatus.SCHEDULED, Fate.NONE), NOW.plusSeconds(9));
        assertThat(change(Moves.reschedule(call, REVISION, NOW, POSTPONE)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(9)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULED", "DEFERRED", "RETRYING"})
    void another_priority_alone_leaves_a_waiting_call_its_moment(CallStatus status) {
        Decision.Change change = change(
                Moves.reschedule(SampleCalls.in(status, Fate.NONE), REVISION, NOW.minusSeconds(5), HURRY));
        assertThat(change.keeping()).isEqualTo(new Keeping.Timer(NOW));
        assertThat(change.next().status()).isEqualTo(status);
        assertThat(change.next().order().priority()).isEqualTo(Priority.URGENT);
        assertThat(change.next().revision()).isEqualTo(REVISION + 1);
    }

    @Test
    void a_parked_call_stays_parked_under_another_priority() {
        Call queued = SampleCalls.in(CallStatus.QUEUED, Fate.NONE);
        Call parked = change(Moves.park(queued, REVISION, NOW, "paused")).next();
        Decision.Change change = change(Moves.reschedule(parked, REVISION + 1, NOW, HURRY));
        assertThat(change.keeping()).isEqualTo(new Keeping.Parked());
        assertThat(change.next().error()).contains("paused");
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void what_stands_in_line_leaves_it_at_once_for_that_of_its_new_priority(Fate fate) {
        Decision.Change change = change(
                Moves.reschedule(SampleCalls.in(CallStatus.QUEUED, fate), REVISION, NOW, HURRY));
        assertThat(change.keeping()).isEqualTo(new Keeping.Timer(NOW));
        assertThat(change.next().status()).isEqualTo(CallStatus.DEFERRED);
        assertThat(change.next().error()).contains("its priority was changed");
    }

    @ParameterizedTest
    @EnumSource(names = {"DIALING", "UNKNOWN", "RINGING", "IN_PROGRESS", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
    void a_claimed_call_and_an_ended_one_are_not_changed(CallStatus status) {
        assertThat(Moves.reschedule(SampleCalls.in(status, Fate.OPEN), REVISION, NOW, POSTPONE))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void a_wish_about_another_revision_or_one_that_is_met_changes_nothing() {
        Call queued = SampleCalls.in(CallStatus.QUEUED, Fate.NONE);
        assertThat(Moves.reschedule(queued, REVISION - 1, NOW, POSTPONE)).isInstanceOf(Decision.Stay.class);
        assertThat(Moves.reschedule(queued, REVISION + 1, NOW, POSTPONE)).isInstanceOf(Decision.Stay.class);
        assertThat(Moves.reschedule(queued, REVISION, NOW, new Reschedule(Optional.empty(),
                Optional.of(Priority.NORMAL)))).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void the_request_that_was_accepted_stays_the_one_that_is_told_apart() {
        Call next = change(Moves.reschedule(SampleCalls.in(CallStatus.QUEUED, Fate.NONE), REVISION, NOW,
                new Reschedule(Optional.of(LATER), Optional.of(Priority.LOW)))).next();
        assertThat(next.order()).isEqualTo(new Reschedule(Optional.of(LATER), Optional.of(Priority.LOW))
                .of(SampleCalls.order()));
        assertThat(next.order().requestHash()).isEqualTo(SampleCalls.order().requestHash());
    }

    private static Decision.Change change(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Change.class);
        return (Decision.Change) decision;
    }
}
