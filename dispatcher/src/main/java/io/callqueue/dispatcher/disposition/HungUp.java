package io.callqueue.dispatcher.disposition;

import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Ending;
import io.callqueue.call.Outcome;

/** Attempts that we hung up while the phone rang: Plivo tells of them as of cancelled ones, and not who wanted that. Pure. */
public final class HungUp {
    private static final String WHY = "hung up before anybody answered: its campaign was paused";

    private HungUp() {}

    /** How this attempt ended, of what Plivo tells of its end. */
    public static Ending told(Attempt attempt, Ending told) {
        return isOurs(attempt, told) ? ending(told) : told;
    }

    /** Whether this end says no more than that we hung up. What else Plivo says, such as busy, came first and counts as ever. */
    static boolean isOurs(Call call, int number, Ending told) {
        return call.attempt().filter(attempt -> attempt.number() == number && isOurs(attempt, told)).isPresent();
    }

    private static boolean isOurs(Attempt attempt, Ending told) {
        return told.outcome() == Outcome.UNKNOWN && told.hangupCauseCode().isPresent() && attempt.isToBeHungUp()
                && attempt.answeredAt().isEmpty();
    }

    static Ending ending(Ending told) {
        return new Ending(told.at(), Outcome.STOPPED, told.hangupCause(), told.hangupCauseCode(), Optional.of(WHY),
                told.durationSeconds(), told.cost());
    }
}
