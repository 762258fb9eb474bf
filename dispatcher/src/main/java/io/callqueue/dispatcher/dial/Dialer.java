package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.SpanKind;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.admission.SendMoment;
import io.callqueue.dispatcher.dial.Checkpoints.Step;
import io.callqueue.dispatcher.dial.Claims.Claimed;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.DialOrder;
import io.callqueue.dispatcher.plivo.DialResult;
import io.callqueue.dispatcher.plivo.Plivo;
import io.callqueue.dispatcher.plivo.PlivoCircuit;
import io.callqueue.log.About;
import io.callqueue.tracing.Tracing;

/**
 * One attempt, on a thread of its own: claim, intent, one request at its moment, result. If the process dies between any two of these, the
 * attempt's deadline fires and Plivo is asked.
 */
public final class Dialer {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private final DialSettings settings;
    private final Claims claims;
    private final Admission admission;
    private final Leases leases;
    private final Outage outage;
    private final LongSupplier nanoTime;
    private final PlivoCircuit circuit;
    private final Sending sending;
    private final DialOrders orders;
    private final Results results;
    private final Checkpoints checkpoints;
    private final Tracing tracing;

    public Dialer(String owner, DialSettings settings, Calls calls, ControlStore control, Admission admission,
            Leases leases, Outage outage, LongSupplier nanoTime, PlivoCircuit circuit, Plivo plivo, DialOrders orders,
            Results results,
            Checkpoints checkpoints, Tracing tracing) {
        this.settings = settings;
        this.claims = new Claims(owner, settings.deadline(), nanoTime, calls, control, leases, outage, checkpoints);
        this.admission = admission;
        this.leases = leases;
        this.outage = outage;
        this.nanoTime = nanoTime;
        this.circuit = circuit;
        this.sending = new Sending(plivo, admission, outage, nanoTime);
        this.orders = orders;
        this.results = results;
        this.checkpoints = checkpoints;
        this.tracing = tracing;
    }

    /** Dials; returns when the result is written down. The circuit was entered for it. */
    public void dial(Dial dial) {
        try (Tracing.Part part = tracing.begin("dial", SpanKind.CONSUMER)
                .about(dial.id(), dial.call().attemptNumber() + 1)) {
            dial(dial, part);
        }
    }

    private void dial(Dial dial, Tracing.Part part) {
        long last = nanoTime.getAsLong() + settings.deadline().toNanos() / 2;
        checkpoints.reached(Step.PERMITTED, dial.id());
        claimed(dial).ifPresent(
                claimed -> part.tell("result", dial(dial, claimed, last).getClass().getSimpleName()));
    }

    private DialResult dial(Dial dial, Claimed claimed, long last) {
        Call call = claimed.call();
        try (About unused = About.call(call)) {
            DialResult result = watched(() -> Optional.of(result(dial, claimed, last))).orElseThrow();
            circuit.leave(Optional.of(result));
            Instant at = dial.at(nanoTime.getAsLong());
            checkpoints.reached(Step.ANSWERED, dial.id());
            outage.outlast("result of call " + call.id(), () -> results.apply(call, dial.request(), result, at));
            checkpoints.reached(Step.RECORDED, dial.id());
            return result;
        }
    }

    private Optional<Claimed> claimed(Dial dial) {
        Optional<Claimed> claimed = watched(() -> claims.claim(dial));
        if (claimed.isEmpty()) {
            circuit.leave(Optional.empty());
        }
        dial.recorded().run();
        return claimed;
    }

    /** A step that fails leaves the circuit. */
    private <T> Optional<T> watched(Supplier<Optional<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException | Error e) {
            circuit.leave(Optional.empty());
            throw e;
        }
    }

    /** Somebody may have cancelled the call since its claim: looked at wherever that costs no round trip of its own. */
    private DialResult result(Dial dial, Claimed claimed, long last) {
        Call call = claimed.call();
        if (call.isToBeHungUp()) {
            return new DialResult.Missed("cancelled, or its campaign paused, before it was dialed");
        }
        if (call.status() == CallStatus.UNKNOWN) {
            return new DialResult.Missed("its claim took longer than the attempt's deadline");
        }
        return firmMoment(dial, claimed.isFirm(), last).map(moment -> send(dial, call, moment, last))
                .orElseGet(() -> new DialResult.Missed("no permit before the attempt's deadline"));
    }

    /** The send moment of a lease that no longer lapses; a lapsed one is asked for again. */
    private Optional<SendMoment> firmMoment(Dial dial, boolean isFirmNow, long last) {
        SendMoment moment = dial.permit().moment();
        boolean isFirm = isFirmNow;
        while (!isFirm && nanoTime.getAsLong() - last < 0) {
            if (!outage.outlast("state of call " + dial.id(), () -> claims.isWanted(dial))) {
                return Optional.empty();
            }
            Permit again = outage.outlast("permit of call " + dial.id(),
                    () -> admission.acquire(dial.lease(), dial.request().phoneNumber(),
                            dial.request().campaignId()));
            if (again instanceof Permit.Granted granted) {
                moment = granted.moment();
                isFirm = outage.outlast("lease of call " + dial.id(),
                        () -> leases.makeFirm(dial.lease(), dial.request().phoneNumber()));
            } else {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
        return isFirm ? Optional.of(moment) : Optional.empty();
    }

    private DialResult send(Dial dial, Call call, SendMoment moment, long last) {
        checkpoints.reached(Step.FIRM, dial.id());
        DialOrder order = orders.order(call.id(), call.attemptNumber(), dial.request(),
                admission.callerNumber(dial.lease()));
        return sending.send(dial.lease(), order, moment, last,
                () -> outage.outlast("state of call " + call.id(), () -> claims.isWanted(dial)));
    }
}
