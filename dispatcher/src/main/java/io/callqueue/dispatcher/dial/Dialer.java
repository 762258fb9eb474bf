package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.dial.Checkpoints.Step;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoCircuit;
import io.callqueue.store.Update;

/**
 * One attempt, on a thread of its own: claim, intent, one request at its moment, result. If the process dies between any two of these, the
 * attempt's deadline fires and Plivo is asked.
 */
public final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private final String owner;
    private final DialSettings settings;
    private final Calls calls;
    private final Admission admission;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final PlivoCircuit circuit;
    private final Sending sending;
    private final DialOrders orders;
    private final Results results;
    private final Checkpoints checkpoints;

    public Dialer(String owner, DialSettings settings, Calls calls, Admission admission, Outage outage,
            LongSupplier nanoTime, PlivoCircuit circuit, Plivo plivo, DialOrders orders, Results results,
            Checkpoints checkpoints) {
        this.owner = owner;
        this.settings = settings;
        this.calls = calls;
        this.admission = admission;
        this.outage = outage;
        this.nanoTime = nanoTime;
        this.circuit = circuit;
        this.sending = new Sending(plivo, admission, outage, nanoTime);
        this.orders = orders;
        this.results = results;
        this.checkpoints = checkpoints;
    }

    /** Dials; returns when the result is written down. The circuit was entered for it. */
    public void dial(Dial dial) {
        long last = nanoTime.getAsLong() + settings.deadline().toNanos() / 2;
        checkpoints.reached(Step.PERMITTED, dial.id());
        claimed(dial).ifPresent(call -> {
            DialResult result = watched(() -> Optional.of(result(dial, call, last))).orElseThrow();
            circuit.leave(Optional.of(result));
            checkpoints.reached(Step.ANSWERED, dial.id());
            outage.outlast("result of call " + call.id(), () -> results.apply(call, dial.request(), result));
            checkpoints.reached(Step.RECORDED, dial.id());
        });
    }

    private Optional<Call> claimed(Dial dial) {
        Optional<Call> claimed = watched(() -> claim(dial));
        if (claimed.isEmpty()) {
            circuit.leave(Optional.empty());
        }
        checkpoints.reached(Step.INTENDED, dial.id());
        dial.recorded().run();
        return claimed;
    }

    /** A step that fails leaves the circuit. */
    private <T> Optional<T> watched(Supplier<Optional<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            circuit.leave(Optional.empty());
            throw e;
        }
    }

    /** Somebody may have cancelled the call since its claim: looked at wherever that costs no round trip of its own. */
    private DialResult result(Dial dial, Call call, long last) {
        if (call.cancelRequested()) {
            return new DialResult.Missed("cancelled before it was dialed");
        }
        return firmMoment(dial, last).map(moment -> send(dial, call, moment, last))
                .orElseGet(() -> new DialResult.Missed("no permit before the attempt's deadline"));
    }

    /** The claimed call with its intent in the ledger; empty when the record was a duplicate. */
    private Optional<Call> claim(Dial dial) {
        Update update = outage.outlast("claim of call " + dial.id(), () -> calls.moveUnrecorded(dial.id(),
                (call, now) -> Moves.claim(call, dial.revision(), now, owner, dial.lease(), settings.deadline())));
        checkpoints.reached(Step.CLAIMED, dial.id());
        update.known().ifPresent(call -> outage.outlast("intent of call " + call.id(), () -> {
            calls.record(call);
            return call;
        }));
        Optional<Call> ours = update.known().filter(call -> isOurs(call, dial));
        if (ours.isEmpty()) {
            LOG.info("call {}: its record of revision {} is out of date", dial.id(), dial.revision());
            outage.outlast("lease of call " + dial.id(), () -> {
                admission.release(dial.lease(), dial.request().phoneNumber());
                return dial;
            });
        }
        return ours;
    }

    /** By the lease, so that a claim whose answer was lost is known as ours when it is tried again. */
    private static boolean isOurs(Call call, Dial dial) {
        return call.status() == CallStatus.DIALING
                && call.attempt().map(Attempt::lease).filter(dial.lease()::equals).isPresent();
    }

    private boolean isWanted(Dial dial) {
        return calls.read(dial.id()).call().filter(call -> isOurs(call, dial) && !call.cancelRequested()).isPresent();
    }

    /** The send moment of a lease that no longer lapses; a lapsed one is asked for again. */
    private Optional<SendMoment> firmMoment(Dial dial, long last) {
        SendMoment moment = dial.permit().moment();
        while (nanoTime.getAsLong() - last < 0) {
            if (outage.outlast("lease of call " + dial.id(), () -> admission.makeFirm(dial.lease()))) {
                return Optional.of(moment);
            }
            if (!outage.outlast("state of call " + dial.id(), () -> isWanted(dial))) {
                return Optional.empty();
            }
            Permit again = outage.outlast("permit of call " + dial.id(),
                    () -> admission.acquire(dial.lease(), dial.request().phoneNumber(),
                            dial.request().campaignId()));
            if (again instanceof Permit.Granted granted) {
                moment = granted.moment();
            } else {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        return Optional.empty();
    }

    private DialResult send(Dial dial, Call call, SendMoment moment, long last) {
        checkpoints.reached(Step.FIRM, dial.id());
        DialOrder order = orders.order(call.id(), call.attemptNumber(), dial.request(),
                admission.callerNumber(dial.lease()));
        return sending.send(dial.lease(), order, moment, last,
                () -> outage.outlast("state of call " + call.id(), () -> isWanted(dial)));
    }
}
