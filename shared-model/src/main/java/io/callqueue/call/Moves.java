package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.callqueue.call.Decision.Stay;

/**
 * Every move of a call but two, as pure functions of its state: creation ({@link Call#created}) and the firing of a timer or the return of
 * a parked call, which are done for many calls at once in {@code due.lua} and {@code unpark.lua}. Each answers {@link Stay} when its input comes twice or too late.
 */
public final class Moves {
    private static final Decision STAY = new Stay();
    private static final String WITH_CAMPAIGN = "its campaign was cancelled";
    /** Look-ups without a trace, spaced beyond the lag of Plivo's lists, before an attempt counts as lost. */
    public static final int LOOK_UPS_UNTIL_LOST = 2;
    /**
     * After a hang-up was asked for, until it is asked for again: Plivo tells of one that worked within seconds, and while one that failed
     * is not repeated somebody is talked to whom nobody wants to call.
     */
    public static final Duration HANG_UP_AGAIN = Duration.ofSeconds(15);

    private Moves() {}

    /** A dispatcher takes the call for its next attempt; only the record of the current revision may. */
    public static Decision claim(Call call, int recordRevision, Instant now, String owner, String lease,
            Duration deadline) {
        if (!isKeptByRecord(call, recordRevision)) {
            return STAY;
        }
        Attempt attempt = Attempt.claimed(call.attemptNumber() + 1, owner, lease, now);
        return new Draft(call, now).attempt(attempt).lookUps(0).noError().kept(CallStatus.DIALING, now.plus(deadline));
    }

    /** The call is for later: a record of a direct producer came early. After an attempt it counts as held back. */
    public static Decision schedule(Call call, int recordRevision, Instant now, Instant due) {
        CallStatus waiting = call.attempt().isEmpty() ? CallStatus.SCHEDULED : CallStatus.DEFERRED;
        return isKeptByRecord(call, recordRevision) ? waiting(new Draft(call, now), call, waiting, due) : STAY;
    }

    /** The call is held back before its attempt. */
    public static Decision defer(Call call, int recordRevision, Instant now, Instant until, String reason) {
        return isKeptByRecord(call, recordRevision)
                ? waiting(new Draft(call, now).error(reason), call, CallStatus.DEFERRED, until)
                : STAY;
    }

    /** The call's campaign may not go on now: it waits with the others of its campaign, for no moment of its own. */
    public static Decision park(Call call, int recordRevision, Instant now, String reason) {
        return isKeptByRecord(call, recordRevision)
                ? new Draft(call, now).error(reason).parked(CallStatus.DEFERRED)
                : STAY;
    }

    /** The call's {@code expires_at} passed. */
    public static Decision expire(Call call, int recordRevision, Instant now) {
        return expire(call, recordRevision, now, "expires_at passed before the call could be dialed");
    }

    /** No moment will come at which the call may be dialed. */
    public static Decision expire(Call call, int recordRevision, Instant now, String reason) {
        return isKeptByRecord(call, recordRevision)
                ? new Draft(call, now).error(reason).ended(CallStatus.EXPIRED)
                : STAY;
    }

    /** The call's number is on the do-not-call list. */
    public static Decision refuse(Call call, int recordRevision, Instant now) {
        return isKeptByRecord(call, recordRevision)
                ? new Draft(call, now).error(Call.DO_NOT_CALL).ended(CallStatus.CANCELLED)
                : STAY;
    }

    /** Plivo accepted the attempt; its first webhook is awaited for {@code patience}. */
    public static Decision accept(Call call, int attempt, Instant now, Optional<String> requestUuid,
            Optional<String> callUuid,
            Duration patience) {
        if (!mayAdvance(call, attempt)) {
            return STAY;
        }
        Attempt accepted = latest(call).reopened().dialed(now, requestUuid, callUuid);
        if (call.status().isActive() && accepted.equals(latest(call))) {
            return STAY;
        }
        Draft draft = new Draft(call, now).attempt(accepted).lookUps(0);
        return switch (call.status()) {
            case RINGING, IN_PROGRESS -> draft.sameKeeping(call.status());
            case DIALING, UNKNOWN, RETRYING, QUEUED, DEFERRED -> draft.kept(CallStatus.DIALING, now.plus(patience));
            case SCHEDULED, COMPLETED, FAILED, CANCELLED, EXPIRED -> STAY;
        };
    }

    /** Nobody knows whether Plivo got the attempt: it is asked at {@code lookUpAt}. */
    public static Decision doubt(Call call, int attempt, Instant now, Instant lookUpAt) {
        boolean open = call.status() == CallStatus.DIALING && call.isOpenAttempt(attempt);
        return open && latest(call).dialedAt().isEmpty()
                ? new Draft(call, now).kept(CallStatus.UNKNOWN, lookUpAt)
                : STAY;
    }

    /**
     * The phone rings; Plivo is asked if nothing else is heard within the ring time-out and {@code margin}.
     *
     * @param at when that was told, which may have waited to be read
     */
    public static Decision ring(Call call, int attempt, Instant now, Instant at, Optional<String> callUuid,
            Duration margin) {
        if (!mayAdvance(call, attempt)) {
            return STAY;
        }
        Instant rang = latest(call).within(now, at);
        Attempt rung = latest(call).reopened().dialed(rang, Optional.empty(), callUuid).ringing(rang);
        Draft draft = new Draft(call, now).attempt(rung).lookUps(0);
        return switch (call.status()) {
            case DIALING, UNKNOWN, RETRYING, QUEUED, DEFERRED ->
                draft.kept(CallStatus.RINGING, lookAt(call, now, call.order().ringTimeout().plus(margin)));
            case RINGING, IN_PROGRESS, SCHEDULED, COMPLETED, FAILED, CANCELLED, EXPIRED -> STAY;
        };
    }

    /**
     * Somebody answered; Plivo is asked if nothing else is heard within the time limit and {@code margin}.
     *
     * @param at when that was told, which may have waited to be read
     */
    public static Decision answer(Call call, int attempt, Instant now, Instant at, Optional<String> callUuid,
            Duration margin) {
        if (!mayAdvance(call, attempt) || call.status() == CallStatus.IN_PROGRESS) {
            return STAY;
        }
        Instant answered = latest(call).within(now, at);
        return new Draft(call, now)
                .attempt(latest(call).reopened().dialed(answered, Optional.empty(), callUuid).answered(answered))
                .lookUps(0)
                .kept(CallStatus.IN_PROGRESS, lookAt(call, now, call.order().maxDuration().plus(margin)));
    }

    /**
     * An answering machine was detected; the call goes on until it is hung up. One believed lost is in progress then.
     *
     * @param at when that was told, which may have waited to be read
     */
    public static Decision machine(Call call, int attempt, Instant now, Instant at) {
        if (!mayAdvance(call, attempt) || latest(call).machine()) {
            return STAY;
        }
        Attempt detected = latest(call).reopened().machineDetected();
        Instant answered = latest(call).within(now, at);
        Draft draft = new Draft(call, now).lookUps(0);
        return call.status().isActive()
                ? draft.attempt(detected.dialed(answered, Optional.empty(), Optional.empty()))
                        .sameKeeping(call.status())
                : draft.attempt(detected.dialed(answered, Optional.empty(), Optional.empty()).answered(answered))
                        .kept(CallStatus.IN_PROGRESS, lookAt(call, now, call.order().maxDuration()));
    }

    /** Plivo said how the attempt ended, or refused it. */
    public static Decision end(Call call, int attempt, Instant now, Ending told, Optional<String> callUuid,
            Verdict verdict) {
        if (!mayAdvance(call, attempt)) {
            return STAY;
        }
        Ending ending = told.at(latest(call).within(now, told.at()));
        Attempt closed = latest(call).reopened().heardOf(ending).withCallUuid(callUuid).ended(ending);
        Draft draft = new Draft(call, now).attempt(closed).closes(closed).lookUps(0);
        if (call.cancelRequested()) {
            return draft.ended(CallStatus.CANCELLED);
        }
        return switch (verdict) {
            case Verdict.Complete() -> draft.ended(CallStatus.COMPLETED);
            case Verdict.Fail() -> draft.ended(CallStatus.FAILED);
            case Verdict.Cancel() -> draft.error(WITH_CAMPAIGN).ended(CallStatus.CANCELLED);
            case Verdict.Retry(Duration delay, boolean counted) when counted
                    && call.retries() >= call.order().maxRetries() ->
                draft.ended(CallStatus.FAILED);
            case Verdict.Retry(Duration delay, boolean counted) ->
                waiting(draft.retries(call.retries() + (counted ? 1 : 0)), call, CallStatus.RETRYING, now.plus(delay));
            case Verdict.Defer(Duration delay) ->
                waiting(draft.error(ending.error()), call, deferrable(call), now.plus(delay));
        };
    }

    /** Until then, or until the call expires: an expiry before then ends it on time. */
    private static Decision waiting(Draft draft, Call call, CallStatus status, Instant until) {
        Instant due = call.order().expiresAt().filter(until::isAfter).orElse(until);
        return draft.due(due).kept(status, due);
    }

    /**
     * Plivo does not know the attempt. Once may be the lag of its lists; after {@link #LOOK_UPS_UNTIL_LOST} times the attempt is lost and
     * the call is dialed again, which uses up no retry: nobody's phone rang.
     */
    public static Decision missing(Call call, int attempt, Instant now, Duration spacing) {
        if (call.status() != CallStatus.UNKNOWN || !call.isOpenAttempt(attempt)) {
            return STAY;
        }
        Draft draft = new Draft(call, now).lookUps(call.lookUps() + 1);
        if (call.lookUps() + 1 < LOOK_UPS_UNTIL_LOST) {
            return draft.kept(CallStatus.UNKNOWN, now.plus(spacing));
        }
        Attempt lost = latest(call).ended(Ending.of(now, Outcome.UNKNOWN, "Plivo does not know this attempt"));
        draft.attempt(lost).closes(lost);
        return call.cancelRequested()
                ? draft.ended(CallStatus.CANCELLED)
                : draft.due(now).kept(CallStatus.RETRYING, now);
    }

    /**
     * More became known of the latest attempt, which is over. Only its history is filled in: the call stays where it stands, and keeps who
     * keeps it.
     *
     * @param news what is known of the attempt with them
     */
    public static Decision fillIn(Call call, int attempt, Instant now, UnaryOperator<Attempt> news) {
        if (call.attemptNumber() != attempt || !isHistory(call, attempt)) {
            return STAY;
        }
        Attempt known = news.apply(latest(call));
        return known.equals(latest(call)) ? STAY : new Draft(call, now).attempt(known).closes(known).asItStands();
    }

    /** A person wants the call ended: at once before it is dialed, else by hanging up, which the timer of a live call repeats. */
    public static Decision cancel(Call call, Instant now) {
        return cancel(call, now, "cancelled before it was dialed", true);
    }

    /**
     * A person ended the call's campaign.
     *
     * @param hangUp whether a call under way is hung up; otherwise it goes on
     */
    public static Decision cancelWithCampaign(Call call, Instant now, boolean hangUp) {
        return cancel(call, now, WITH_CAMPAIGN, hangUp);
    }

    private static Decision cancel(Call call, Instant now, String reason, boolean hangUp) {
        if (call.status().isBeforeDial()) {
            return new Draft(call, now).error(reason).ended(CallStatus.CANCELLED);
        }
        if (call.status().isFinal() || call.cancelRequested() || !hangUp) {
            return STAY;
        }
        return hungUp(new Draft(call, now).cancelRequested(), call, now);
    }

    /**
     * A person wants the attempt that is under way hung up, and not the call ended: by how the attempt ends it is decided whether the call
     * is dialed again.
     */
    public static Decision hangUp(Call call, Instant now) {
        boolean open = call.status().isOpenAttempt() && call.isOpenAttempt(call.attemptNumber());
        return open && !call.isToBeHungUp()
                ? hungUp(new Draft(call, now).attempt(latest(call).hungUp(now)), call, now)
                : STAY;
    }

    private static Decision hungUp(Draft marked, Call call, Instant now) {
        return call.status() == CallStatus.RINGING || call.status() == CallStatus.IN_PROGRESS
                ? marked.kept(call.status(), now.plus(HANG_UP_AGAIN))
                : marked.sameKeeping(call.status());
    }

    /**
     * A person wants the call at another time or more or less urgent, before it is claimed. It takes a new revision, so a record of it that
     * waits in Kafka is out of date; its timer, or its campaign if it is parked, brings it back into the line of its priority.
     *
     * @param revision of the call that the wish is about: one that is read again changes nothing, whatever became of the call since
     */
    public static Decision reschedule(Call call, int revision, Instant now, Reschedule wish) {
        Reschedule unmet = wish.unmet(call, now);
        if (!call.status().isBeforeDial() || call.revision() != revision || unmet.isEmpty()) {
            return STAY;
        }
        Draft draft = new Draft(call, now).order(unmet.of(call.order()));
        return unmet.scheduledAt().map(at -> postponed(draft.noError(), call, at.isAfter(now) ? at : now))
                .orElseGet(() -> inAnotherLine(draft, call, now));
    }

    private static Decision postponed(Draft draft, Call call, Instant until) {
        boolean asItWaits = call.status() == CallStatus.SCHEDULED || call.status() == CallStatus.RETRYING;
        CallStatus later = call.attempt().isEmpty() ? CallStatus.SCHEDULED : CallStatus.DEFERRED;
        return waiting(draft, call, asItWaits ? call.status() : later, until);
    }

    /** What waits goes on waiting as it did; what stands in line leaves it at once for the other one. */
    private static Decision inAnotherLine(Draft draft, Call call, Instant now) {
        if (call.status() == CallStatus.QUEUED) {
            return waiting(draft.error("its priority was changed"), call, CallStatus.DEFERRED, now);
        }
        return call.dueAt().<Decision>map(due -> draft.due(due).kept(call.status(), due))
                .orElseGet(() -> draft.parked(call.status()));
    }

    /** When a live call is come back to: past its limit, or soon if it is to be hung up. */
    private static Instant lookAt(Call call, Instant now, Duration limit) {
        return now.plus(call.isToBeHungUp() ? HANG_UP_AGAIN : limit);
    }

    private static boolean isKeptByRecord(Call call, int recordRevision) {
        return call.status() == CallStatus.QUEUED && call.revision() == recordRevision;
    }

    /** A scheduled call has no attempt yet, and a final one ends no further. */
    private static boolean mayAdvance(Call call, int attempt) {
        return call.isOpenAttempt(attempt) && call.status() != CallStatus.SCHEDULED && !call.status().isFinal();
    }

    /** Whether this attempt is over for this call: what is heard of it now changes nothing but its history. */
    public static boolean isHistory(Call call, int attempt) {
        return attempt < call.attemptNumber()
                || attempt == call.attemptNumber() && (call.status().isFinal() || !call.isOpenAttempt(attempt));
    }

    private static CallStatus deferrable(Call call) {
        return call.status() == CallStatus.DIALING || call.status() == CallStatus.UNKNOWN
                ? CallStatus.DEFERRED
                : CallStatus.RETRYING;
    }

    private static Attempt latest(Call call) {
        return call.attempt().orElseThrow();
    }
}
