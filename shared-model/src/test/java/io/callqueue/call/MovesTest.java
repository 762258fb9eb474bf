package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.callqueue.call.SampleCalls.Fate;

import static io.callqueue.call.SampleCalls.LATEST;
import static io.callqueue.call.SampleCalls.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** What each move does to the rest of the call. */
class MovesTest {
    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final Optional<String> UUID = Optional.of("uuid-1");

    @Test
    void a_claim_takes_a_new_attempt_number_and_a_timer_at_the_dial_deadline() {
        var change = change(Moves.claim(SampleCalls.in(CallStatus.QUEUED, Fate.ENDED), 5, NOW, "pod-b", "lease-3",
                SPAN));
        assertThat(change.next().attempt()).contains(Attempt.claimed(3, "pod-b", "lease-3", NOW));
        assertThat(change.keeping()).isEqualTo(new Keeping.Timer(NOW.plus(SPAN)));
    }

    @Test
    void a_record_of_another_revision_claims_nothing() {
        Call queued = SampleCalls.in(CallStatus.QUEUED, Fate.NONE);
        assertThat(Moves.claim(queued, 4, NOW, "pod", "lease", SPAN)).isInstanceOf(Decision.Stay.class);
        assertThat(Moves.claim(queued, 6, NOW, "pod", "lease", SPAN)).isInstanceOf(Decision.Stay.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "LOST", "ENDED"})
    void a_call_to_a_do_not_call_number_ends_rejected_whatever_its_attempts_came_to(Fate fate) {
        Call next = change(Moves.refuse(SampleCalls.in(CallStatus.QUEUED, fate), 5, NOW)).next();
        assertThat(next.status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(next.outcome()).contains(Outcome.REJECTED);
        assertThat(next.error()).contains("do_not_call");
        assertThat(next.attempt()).isEqualTo(SampleCalls.in(CallStatus.QUEUED, fate).attempt());
    }

    @Test
    void a_call_that_a_person_cancelled_has_the_outcome_of_its_latest_attempt() {
        assertThat(change(Moves.cancel(SampleCalls.in(CallStatus.RETRYING, Fate.ENDED), NOW)).next().outcome())
                .contains(Outcome.NO_ANSWER);
        assertThat(change(Moves.cancel(SampleCalls.in(CallStatus.QUEUED, Fate.NONE), NOW)).next().outcome())
                .isEmpty();
    }

    @Test
    void a_call_that_was_tried_before_is_deferred_rather_than_scheduled() {
        assertThat(change(Moves.schedule(SampleCalls.in(CallStatus.QUEUED, Fate.NONE), 5, NOW, NOW)).next().status())
                .isEqualTo(CallStatus.SCHEDULED);
        assertThat(change(Moves.schedule(SampleCalls.in(CallStatus.QUEUED, Fate.LOST), 5, NOW, NOW)).next().status())
                .isEqualTo(CallStatus.DEFERRED);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "DEFERRED", "RETRYING"})
    void a_late_accept_adopts_an_attempt_believed_lost(CallStatus status) {
        Call next = change(Moves.accept(SampleCalls.in(status, Fate.LOST), LATEST, NOW, UUID, UUID, SPAN)).next();
        assertThat(next.status()).isEqualTo(CallStatus.DIALING);
        assertThat(next.attempt().orElseThrow().ending()).isEmpty();
        assertThat(next.attempt().orElseThrow().dialedAt()).contains(NOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "QUEUED", "DEFERRED", "RETRYING"})
    void a_detected_machine_proves_that_the_attempt_is_alive(CallStatus status) {
        Fate fate = status == CallStatus.UNKNOWN ? Fate.OPEN : Fate.LOST;
        Call next = change(Moves.machine(SampleCalls.in(status, fate), LATEST, NOW, NOW)).next();
        assertThat(next.status()).isEqualTo(CallStatus.IN_PROGRESS);
        assertThat(next.attempt().orElseThrow().machine()).isTrue();
        assertThat(next.attempt().orElseThrow().answeredAt()).contains(NOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "DEFERRED", "RETRYING"})
    void an_attempt_that_plivo_ended_is_not_adopted(CallStatus status) {
        assertThat(Moves.ring(SampleCalls.in(status, Fate.ENDED), LATEST, NOW, NOW, UUID, SPAN))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void ringing_after_the_answer_changes_nothing() {
        assertThat(Moves.ring(SampleCalls.in(CallStatus.IN_PROGRESS, Fate.OPEN), LATEST, NOW, NOW, UUID, SPAN))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void an_accept_after_the_first_webhook_only_adds_what_it_knows() {
        Call ringing = change(
                Moves.ring(SampleCalls.in(CallStatus.DIALING, Fate.OPEN), LATEST, NOW, NOW, UUID, SPAN)).next();
        var change = change(Moves.accept(ringing, LATEST, NOW.plusSeconds(1), Optional.of("request-1"), UUID, SPAN));
        assertThat(change.next().status()).isEqualTo(CallStatus.RINGING);
        assertThat(change.keeping()).isEqualTo(new Keeping.Same());
        assertThat(change.next().attempt().orElseThrow().requestUuid()).contains("request-1");
        assertThat(change.next().attempt().orElseThrow().dialedAt()).contains(NOW);
    }

    @Test
    void doubt_comes_too_late_once_plivo_accepted() {
        Call accepted = change(Moves.accept(SampleCalls.in(CallStatus.DIALING, Fate.OPEN), LATEST, NOW, UUID, UUID,
                SPAN)).next();
        assertThat(Moves.doubt(accepted, LATEST, NOW, NOW)).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void ringing_and_conversation_are_kept_past_their_limits() {
        Call dialing = SampleCalls.in(CallStatus.DIALING, Fate.OPEN);
        assertThat(change(Moves.ring(dialing, LATEST, NOW, NOW, UUID, SPAN)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(45 + 30)));
        assertThat(change(Moves.answer(dialing, LATEST, NOW, NOW, UUID, SPAN)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(1800 + 30)));
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWERED", "MACHINE"})
    void of_an_answer_that_only_the_hangup_told_the_time_is_known_by_its_duration(Outcome outcome) {
        Ending ending = new Ending(NOW, outcome, Optional.empty(), Optional.of(4000), Optional.empty(), Optional.of(7));
        Call ringing = SampleCalls.in(CallStatus.RINGING, Fate.OPEN);
        Call told = change(Moves.end(ringing, LATEST, NOW, ending, UUID, new Verdict.Complete())).next();
        assertThat(told.attempt().orElseThrow().answeredAt()).contains(NOW.minusSeconds(7));
        Call heard = change(Moves.answer(ringing, LATEST, NOW.minusSeconds(8), NOW.minusSeconds(8), UUID, SPAN)).next();
        Call ended = change(Moves.end(heard, LATEST, NOW, ending, UUID, new Verdict.Complete())).next();
        assertThat(ended.attempt().orElseThrow().answeredAt()).contains(NOW.minusSeconds(8));
        Call unanswered = change(Moves.end(ringing, LATEST, NOW, SampleCalls.ending(Outcome.NO_ANSWER), UUID,
                new Verdict.Fail())).next();
        assertThat(unanswered.attempt().orElseThrow().answeredAt()).isEmpty();
    }

    @Test
    void what_waited_to_be_read_has_the_time_at_which_it_was_told() {
        Instant rang = NOW.minusSeconds(19);
        Call ringing = change(Moves.ring(SampleCalls.in(CallStatus.DIALING, Fate.OPEN), LATEST, NOW, rang, UUID, SPAN))
                .next();
        Call talking = change(Moves.answer(ringing, LATEST, NOW, NOW.minusSeconds(17), UUID, SPAN)).next();
        Call ended = change(Moves.end(talking, LATEST, NOW, SampleCalls.ending(Outcome.ANSWERED), UUID,
                new Verdict.Complete())).next();
        Attempt attempt = ended.attempt().orElseThrow();
        assertThat(attempt.dialedAt()).contains(rang);
        assertThat(attempt.ringingAt()).contains(rang);
        assertThat(attempt.answeredAt()).contains(NOW.minusSeconds(17));
        assertThat(ended.completedAt()).contains(NOW.minusSeconds(15));
        assertThat(List.of(ringing.updatedAt(), talking.updatedAt(), ended.updatedAt())).containsOnly(NOW);
    }

    @Test
    void the_times_of_an_attempt_are_in_their_order_whoever_s_clock_told_them() {
        Call accepted = change(Moves.accept(SampleCalls.in(CallStatus.DIALING, Fate.OPEN), LATEST,
                NOW.minusSeconds(9), UUID, Optional.empty(), SPAN)).next();
        Call rung = change(Moves.ring(accepted, LATEST, NOW, NOW.minusSeconds(12), UUID, SPAN)).next();
        Call answered = change(Moves.answer(rung, LATEST, NOW, NOW.minusSeconds(5), UUID, SPAN)).next();
        Call ended = change(Moves.end(answered, LATEST, NOW, SampleCalls.ending(Outcome.ANSWERED), UUID,
                new Verdict.Complete())).next();
        Attempt attempt = ended.attempt().orElseThrow();
        assertThat(attempt.ringingAt()).isEqualTo(attempt.dialedAt()).contains(NOW.minusSeconds(9));
        assertThat(attempt.ending().map(Ending::at)).isEqualTo(attempt.answeredAt()).isEqualTo(ended.completedAt())
                .contains(NOW.minusSeconds(5));
    }

    @Test
    void what_another_clock_says_is_neither_before_the_claim_nor_in_time_to_come() {
        Call dialing = SampleCalls.in(CallStatus.DIALING, Fate.OPEN);
        assertThat(change(Moves.ring(dialing, LATEST, NOW, NOW.minusSeconds(99), UUID, SPAN)).next().attempt()
                .orElseThrow().ringingAt()).contains(NOW.minusSeconds(20));
        assertThat(change(Moves.ring(dialing, LATEST, NOW, NOW.plusSeconds(9), UUID, SPAN)).next().attempt()
                .orElseThrow().ringingAt()).contains(NOW);
    }

    @Test
    void an_attempt_whose_end_is_the_first_thing_heard_of_it_was_dialed() {
        Call unknown = SampleCalls.in(CallStatus.UNKNOWN, Fate.OPEN);
        assertThat(end(unknown, new Verdict.Complete()).attempt().orElseThrow().dialedAt())
                .contains(NOW.minusSeconds(15));
        Call refused = change(Moves.end(unknown, LATEST, NOW, Ending.of(NOW, Outcome.REJECTED, "HTTP 400"), UUID,
                new Verdict.Fail())).next();
        assertThat(refused.attempt().orElseThrow().dialedAt()).isEmpty();
    }

    @Test
    void a_call_that_expires_before_it_is_due_is_looked_at_when_it_expires() {
        Instant expiry = NOW.plus(SPAN).minusMillis(1);
        Call ringing = SampleCalls.expiring(SampleCalls.in(CallStatus.RINGING, Fate.OPEN), expiry);
        Call queued = SampleCalls.expiring(SampleCalls.in(CallStatus.QUEUED, Fate.NONE), expiry);
        for (Decision.Change change : List.of(
                change(Moves.end(ringing, LATEST, NOW, SampleCalls.ending(Outcome.BUSY), UUID,
                        new Verdict.Retry(SPAN, true))),
                change(Moves.end(ringing, LATEST, NOW, SampleCalls.ending(Outcome.STOPPED), UUID,
                        new Verdict.Defer(SPAN))),
                change(Moves.defer(queued, 5, NOW, NOW.plus(SPAN), "held back")),
                change(Moves.schedule(queued, 5, NOW, NOW.plus(SPAN))))) {
            assertThat(change.keeping()).isEqualTo(new Keeping.Timer(expiry));
            assertThat(change.next().dueAt()).contains(expiry);
        }
    }

    @Test
    void a_call_that_expires_after_it_is_due_is_dialed_when_it_is_due() {
        Call ringing = SampleCalls.expiring(SampleCalls.in(CallStatus.RINGING, Fate.OPEN), NOW.plus(SPAN));
        assertThat(change(Moves.end(ringing, LATEST, NOW, SampleCalls.ending(Outcome.BUSY), UUID,
                new Verdict.Retry(SPAN, true))).keeping()).isEqualTo(new Keeping.Timer(NOW.plus(SPAN)));
    }

    @Test
    void retries_are_used_up_by_counted_endings_only() {
        Call ringing = SampleCalls.in(CallStatus.RINGING, Fate.OPEN);
        assertThat(end(ringing, new Verdict.Retry(SPAN, true)).retries()).isEqualTo(1);
        assertThat(end(ringing, new Verdict.Retry(SPAN, false)).retries()).isZero();
        Call last = SampleCalls.retriesUsed(ringing, 3);
        assertThat(end(last, new Verdict.Retry(SPAN, true)).status()).isEqualTo(CallStatus.FAILED);
        assertThat(end(last, new Verdict.Retry(SPAN, false)).status()).isEqualTo(CallStatus.RETRYING);
        assertThat(end(last, new Verdict.Defer(SPAN)).retries()).isEqualTo(3);
    }

    @Test
    void a_call_whose_end_was_asked_for_is_cancelled_instead_of_retried() {
        Call live = SampleCalls.cancelRequested(SampleCalls.in(CallStatus.IN_PROGRESS, Fate.OPEN));
        assertThat(end(live, new Verdict.Retry(SPAN, true)).status()).isEqualTo(CallStatus.CANCELLED);
        Call unknown = SampleCalls.lookedUp(SampleCalls.cancelRequested(SampleCalls.in(CallStatus.UNKNOWN, Fate.OPEN)),
                1);
        assertThat(change(Moves.missing(unknown, LATEST, NOW, SPAN)).next().status()).isEqualTo(CallStatus.CANCELLED);
    }

    @Test
    void an_attempt_is_lost_after_two_look_ups_and_uses_up_no_retry() {
        Call unknown = SampleCalls.in(CallStatus.UNKNOWN, Fate.OPEN);
        Call once = change(Moves.missing(unknown, LATEST, NOW, SPAN)).next();
        assertThat(once.status()).isEqualTo(CallStatus.UNKNOWN);
        var twice = change(Moves.missing(once, LATEST, NOW, SPAN));
        assertThat(twice.next().status()).isEqualTo(CallStatus.RETRYING);
        assertThat(twice.next().retries()).isZero();
        assertThat(twice.closed().orElseThrow().isLost()).isTrue();
    }

    @Test
    void cancel_ends_what_is_not_dialed_and_marks_what_is() {
        assertThat(change(Moves.cancel(SampleCalls.in(CallStatus.RETRYING, Fate.ENDED), NOW)).next().status())
                .isEqualTo(CallStatus.CANCELLED);
        var change = change(Moves.cancel(SampleCalls.in(CallStatus.RINGING, Fate.OPEN), NOW));
        assertThat(change.next().status()).isEqualTo(CallStatus.RINGING);
        assertThat(change.next().cancelRequested()).isTrue();
    }

    @Test
    void with_its_campaign_a_call_ends_before_it_is_dialed_and_is_hung_up_only_if_that_is_wanted() {
        Call queued = SampleCalls.in(CallStatus.QUEUED, Fate.NONE);
        Call ended = change(Moves.cancelWithCampaign(queued, NOW, false)).next();
        assertThat(ended.status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(ended.error()).contains("its campaign was cancelled");
        Call ringing = SampleCalls.in(CallStatus.RINGING, Fate.OPEN);
        assertThat(Moves.cancelWithCampaign(ringing, NOW, false)).isEqualTo(new Decision.Stay());
        assertThat(change(Moves.cancelWithCampaign(ringing, NOW, true)).next().cancelRequested()).isTrue();
    }

    @Test
    void an_attempt_after_which_nobody_wants_another_ends_the_call_as_cancelled() {
        Call ended = end(SampleCalls.in(CallStatus.RINGING, Fate.OPEN), new Verdict.Cancel());
        assertThat(ended.status()).isEqualTo(CallStatus.CANCELLED);
        assertThat(ended.attempt().orElseThrow().ending().orElseThrow().outcome()).isEqualTo(Outcome.NO_ANSWER);
    }

    @ParameterizedTest
    @EnumSource(names = {"RINGING", "IN_PROGRESS"})
    void a_live_call_that_is_to_be_ended_is_hung_up_again_after_15_seconds(CallStatus status) {
        assertThat(change(Moves.cancel(SampleCalls.in(status, Fate.OPEN), NOW)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(15)));
    }

    @ParameterizedTest
    @EnumSource(names = {"DIALING", "UNKNOWN"})
    void a_call_that_is_to_be_ended_before_it_is_heard_of_is_come_back_to_as_before(CallStatus status) {
        assertThat(change(Moves.cancel(SampleCalls.in(status, Fate.OPEN), NOW)).keeping())
                .isEqualTo(new Keeping.Same());
    }

    @Test
    void a_call_that_is_to_be_ended_is_hung_up_again_however_far_it_comes() {
        Call dialing = SampleCalls.cancelRequested(SampleCalls.in(CallStatus.DIALING, Fate.OPEN));
        Call unknown = SampleCalls.cancelRequested(SampleCalls.in(CallStatus.UNKNOWN, Fate.OPEN));
        for (Decision moved : List.of(Moves.ring(dialing, LATEST, NOW, NOW, UUID, SPAN),
                Moves.answer(dialing, LATEST, NOW, NOW, UUID, SPAN), Moves.machine(unknown, LATEST, NOW, NOW))) {
            assertThat(change(moved).keeping()).isEqualTo(new Keeping.Timer(NOW.plusSeconds(15)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DIALING", "UNKNOWN", "RINGING", "IN_PROGRESS"})
    void an_attempt_that_is_to_be_hung_up_is_marked_and_its_call_goes_on(CallStatus status) {
        Call marked = change(Moves.hangUp(SampleCalls.in(status, Fate.OPEN), NOW)).next();
        assertThat(marked.status()).isEqualTo(status);
        assertThat(marked.isToBeHungUp()).isTrue();
        assertThat(marked.cancelRequested()).isFalse();
        assertThat(Moves.hangUp(marked, NOW.plusSeconds(1))).isEqualTo(new Decision.Stay());
        Call waits = end(marked, new Verdict.Defer(SPAN));
        assertThat(waits.status().isWaiting()).isTrue();
        assertThat(waits.isToBeHungUp()).isFalse();
        Call queued = new Call(waits.id(), 1, waits.version(), waits.revision(), CallStatus.QUEUED, waits.order(), 0, 0,
                false, waits.attempt(), Optional.empty(), Optional.empty(), NOW, Optional.empty());
        assertThat(change(Moves.claim(queued, queued.revision(), NOW, "pod", "lease", SPAN)).next().isToBeHungUp())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"DIALING", "UNKNOWN", "RINGING", "IN_PROGRESS"})
    void what_is_not_under_way_is_not_hung_up(CallStatus status) {
        assertThat(Moves.hangUp(SampleCalls.in(status, Fate.ENDED), NOW)).isEqualTo(new Decision.Stay());
    }

    @Test
    void a_live_attempt_is_hung_up_again_after_15_seconds_however_far_it_comes() {
        assertThat(change(Moves.hangUp(SampleCalls.in(CallStatus.RINGING, Fate.OPEN), NOW)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(15)));
        Call dialing = SampleCalls.toBeHungUp(SampleCalls.in(CallStatus.DIALING, Fate.OPEN));
        assertThat(change(Moves.answer(dialing, LATEST, NOW, NOW, UUID, SPAN)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(15)));
        Call lost = SampleCalls.toBeHungUp(SampleCalls.in(CallStatus.RETRYING, Fate.LOST));
        assertThat(change(Moves.ring(lost, LATEST, NOW, NOW, UUID, SPAN)).keeping())
                .isEqualTo(new Keeping.Timer(NOW.plusSeconds(15)));
    }

    @Test
    void what_was_to_be_hung_up_can_be_cancelled_too() {
        Call marked = SampleCalls.toBeHungUp(SampleCalls.in(CallStatus.RINGING, Fate.OPEN));
        assertThat(change(Moves.cancel(marked, NOW)).next().cancelRequested()).isTrue();
    }

    @Test
    void time_never_goes_back_in_a_call() {
        Call call = SampleCalls.in(CallStatus.QUEUED, Fate.NONE);
        Instant earlier = call.updatedAt().minusSeconds(100);
        assertThat(change(Moves.expire(call, 5, earlier)).next().updatedAt()).isEqualTo(call.updatedAt());
    }

    private static Call end(Call call, Verdict verdict) {
        return change(Moves.end(call, LATEST, NOW, SampleCalls.ending(Outcome.NO_ANSWER), UUID, verdict)).next();
    }

    private static Decision.Change change(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Change.class);
        return (Decision.Change) decision;
    }
}
