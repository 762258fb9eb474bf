package io.callqueue.scheduler.inquiry;

import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.topic.Reconcile;
import io.callqueue.topic.Reconcile.Action;

/** Decides what Plivo is asked or told. */
public final class Inquiry {
    private Inquiry() {}

    /** The deadline of the open attempt passed: Plivo is asked, unless it is to be hung up and Plivo's name for it is known. */
    public static Reconcile overdue(Call call) {
        return hangUp(call).orElseGet(() -> Reconcile.of(call, Action.LOOK_UP));
    }

    /** The hang-up of what a person wants hung up; empty when there is nothing to hang up, or Plivo's name for it is unknown. */
    public static Optional<Reconcile> hangUp(Call call) {
        boolean wanted = call.isToBeHungUp() && call.status().isOpenAttempt();
        return wanted && call.attempt().filter(Inquiry::hasName).isPresent()
                ? Optional.of(Reconcile.of(call, Action.HANG_UP))
                : Optional.empty();
    }

    private static boolean hasName(Attempt attempt) {
        return attempt.callUuid().or(attempt::requestUuid).isPresent();
    }
}
