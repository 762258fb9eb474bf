package io.callqueue.dispatcher.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Decision;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.metrics.Each;

/** Counts what the moves of calls tell, each move once. */
final class MoveCounts {
    private final Each<Outcome, Counter> ended;
    private final Each<Outcome, Counter> retried;
    private final Counter accepted;
    private final Counter adopted;
    private final Counter doubted;

    MoveCounts(MeterRegistry registry) {
        this.ended = Each.of(Outcome.class, outcome -> Counter.builder("callqueue.attempts").tag("outcome", outcome)
                .description("Attempts that ended").register(registry));
        this.retried = Each.of(Outcome.class, outcome -> Counter.builder("callqueue.retries").tag("outcome", outcome)
                .description("Attempts that ended so that another one follows").register(registry));
        this.accepted = dialed(registry, "accepted");
        this.adopted = dialed(registry, "adopted");
        this.doubted = Counter.builder("callqueue.calls.doubted")
                .description("Calls of which nobody knew any more whether they were dialed").register(registry);
    }

    private static Counter dialed(MeterRegistry registry, String how) {
        return Counter.builder("callqueue.dialed").tag("how", how)
                .description("Attempts that Plivo has: it accepted them, or was found to have them (adopted)")
                .register(registry);
    }

    /** This move was made, from the call as it was. */
    void made(Call before, Decision.Change change) {
        Call next = change.next();
        change.closed().filter(attempt -> !Moves.isHistory(before, attempt.number())).flatMap(Attempt::ending)
                .map(Ending::outcome).ifPresent(outcome -> ended(outcome, next.status()));
        if (isDialed(next) && !(isDialed(before) && before.attemptNumber() == next.attemptNumber())) {
            (before.status() == CallStatus.DIALING ? accepted : adopted).increment();
        }
        if (next.status() == CallStatus.UNKNOWN && before.status() != CallStatus.UNKNOWN) {
            doubted.increment();
        }
    }

    /** This became known of an attempt that is over, and before the call's latest. */
    void learned(Attempt before, Attempt known) {
        if (before.dialedAt().isEmpty() && known.dialedAt().isPresent()) {
            adopted.increment();
        }
    }

    private void ended(Outcome outcome, CallStatus next) {
        ended.of(outcome).increment();
        if (!next.isFinal()) {
            retried.of(outcome).increment();
        }
    }

    private static boolean isDialed(Call call) {
        return call.attempt().flatMap(Attempt::dialedAt).isPresent();
    }
}
