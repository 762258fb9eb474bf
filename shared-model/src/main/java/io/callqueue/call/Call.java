package io.callqueue.call;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The whole small state of a call: what Redis holds of it and what every event carries.
 *
 * @param epoch names the Redis that counted {@code version}
 * @param version rises with every change
 * @param revision rises with every change of who keeps the call; a record of another revision is out of date
 * @param retries attempts beyond the first that count against {@code max_retries}
 * @param lookUps how often in a row Plivo did not know the open attempt
 * @param cancelRequested a person wants it ended, but Plivo has the word
 * @param attempt the latest one
 * @param dueAt when it goes on, for a waiting call
 * @param error why it is held back or ended, where no attempt tells
 */
public record Call(CallId id, long epoch, long version, int revision, CallStatus status, Order order, int retries,
        int lookUps,
        boolean cancelRequested, Optional<Attempt> attempt, Optional<Instant> dueAt, Optional<String> error,
        Instant updatedAt,
        Optional<Instant> completedAt) {
    /** The {@link #error} of a call that ended because its number is on the do-not-call list. */
    public static final String DO_NOT_CALL = "do_not_call";

    /** The number of the latest attempt, 0 before the first. */
    public int attemptNumber() {
        return attempt.map(Attempt::number).orElse(0);
    }

    /** How the latest attempt ended; {@code REJECTED} for a call that ended since it may not be made, whatever came of attempts before. */
    public Optional<Outcome> outcome() {
        return status == CallStatus.CANCELLED && error.filter(DO_NOT_CALL::equals).isPresent()
                ? Optional.of(Outcome.REJECTED)
                : attempt.flatMap(Attempt::ending).map(Ending::outcome);
    }

    /** Whether this is the latest attempt, and Plivo has not said yet that it is over. */
    public boolean isOpenAttempt(int number) {
        return attempt.filter(a -> a.number() == number && (a.ending().isEmpty() || a.isLost())).isPresent();
    }

    /** Whether Plivo is to end the attempt that is under way: somebody wants the call ended, or only this attempt. */
    @JsonIgnore
    public boolean isToBeHungUp() {
        return cancelRequested || attempt.filter(Attempt::isToBeHungUp).isPresent();
    }

    /** A call as it is created: queued, or scheduled until {@code due}. */
    public static Call created(CallId id, Order order, Optional<Instant> due) {
        return new Call(id, 0, 1, 1, due.isPresent() ? CallStatus.SCHEDULED : CallStatus.QUEUED, order, 0, 0, false,
                Optional.empty(), due,
                Optional.empty(), order.createdAt(), Optional.empty());
    }
}
