package io.callqueue.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is left of a call whose callee is not to be known any more: all that is counted, and nothing that leads to the person. */
public final class Erased {
    /** Stands where the number stood. */
    public static final String NUMBER = "erased";
    /** No request has it: whoever sends one under the id of an erased call learns that the id is taken. */
    private static final String REQUEST_HASH = "erased";

    private static final Duration CLOCKS = Duration.ofSeconds(10);

    private Erased() {}

    public static boolean is(Call call) {
        return call.order().phoneNumber().equals(NUMBER);
    }

    /** Whether a request that was written at this moment may be the one that the erased call was made of; a later one is not. Clocks may differ. */
    public static boolean mayBeOf(Call call, Instant written) {
        return is(call) && !written.isAfter(call.updatedAt().plus(CLOCKS));
    }

    /** A final call, as it is kept from now on. */
    public static Call call(Call call, Instant now) {
        if (!call.status().isFinal()) {
            throw new IllegalArgumentException("call " + call.id() + " is " + call.status().word());
        }
        Order order = call.order();
        String number = order.phoneNumber();
        Order stub = new Order(NUMBER, order.campaignId(), order.priority(), order.maxRetries(), order.ringTimeout(),
                order.maxDuration(), order.createdAt(), order.scheduledAt(), order.expiresAt(), REQUEST_HASH,
                order.retryOf());
        return new Call(call.id(), call.epoch(), call.version() + 1, call.revision(), call.status(), stub,
                call.retries(), call.lookUps(), call.cancelRequested(),
                call.attempt().map(attempt -> attempt(attempt, number)), call.dueAt(), text(call.error(), number), now,
                call.completedAt());
    }

    /** Without what Plivo knows the call by, and without the number that an error may tell. */
    public static Attempt attempt(Attempt attempt, String number) {
        return new Attempt(attempt.number(), attempt.owner(), attempt.lease(), attempt.claimedAt(), attempt.dialedAt(),
                attempt.ringingAt(), attempt.answeredAt(), Optional.empty(), Optional.empty(), attempt.machine(),
                attempt.ending().map(ending -> ending(ending, number)), attempt.hangUpAt());
    }

    private static Ending ending(Ending ending, String number) {
        return new Ending(ending.at(), ending.outcome(), ending.hangupCause(), ending.hangupCauseCode(),
                text(ending.error(), number), ending.durationSeconds(), ending.cost());
    }

    private static Optional<String> text(Optional<String> text, String number) {
        return number.equals(NUMBER)
                ? text
                : text.map(told -> told.replace(number, NUMBER).replace(number.substring(1), NUMBER));
    }
}
