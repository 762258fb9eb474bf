package io.callqueue.dispatcher.dial;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.control.ControlStore;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.dial.Checkpoints.Step;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.request.CallRequest;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;

/** Claims calls for this pod, and writes the intent to dial them into the ledger. */
final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private final String owner;
    private final Duration deadline;
    private final LongSupplier nanoTime;
    private final Calls calls;
    private final ControlStore control;
    private final Leases leases;
    private final Outage outage;
    private final Checkpoints checkpoints;

    Claims(String owner, Duration deadline, LongSupplier nanoTime, Calls calls, ControlStore control, Leases leases,
            Outage outage, Checkpoints checkpoints) {
        this.owner = owner;
        this.deadline = deadline;
        this.nanoTime = nanoTime;
        this.calls = calls;
        this.control = control;
        this.leases = leases;
        this.outage = outage;
        this.checkpoints = checkpoints;
    }

    /**
     * A call that nobody else dials, with its intent in the ledger.
     *
     * @param isFirm whether its lease is: it had not lapsed
     */
    record Claimed(Call call, boolean isFirm) {}

    /** Empty when the record was a duplicate. */
    Optional<Claimed> claim(Dial dial) {
        return outage.outlast("claim of call " + dial.id(), () -> claimOnce(dial));
    }

    /** All of it, so that after a failure all is done again: Redis may have been made anew in between. */
    private Optional<Claimed> claimOnce(Dial dial) {
        Update update = calls.moveUnrecorded(dial.call(), dial.at(nanoTime.getAsLong()),
                (call, now) -> Moves.claim(call, dial.revision(), now, owner, dial.lease(), deadline));
        checkpoints.reached(Step.CLAIMED, dial.id());
        Optional<CallRequest> first = dial.revision() == 1 ? Optional.of(dial.request()) : Optional.empty();
        Optional<Call> ours = update.known().filter(call -> isOurs(call, dial));
        if (ours.isEmpty()) {
            calls.recordKnown(dial.id(), update, first);
            leaveToOthers(dial, update);
        }
        return ours.map(call -> intended(call, first));
    }

    private Claimed intended(Call call, Optional<CallRequest> first) {
        calls.recordClaim(call, first);
        checkpoints.reached(Step.INTENDED, call.id());
        return new Claimed(call, leases.makeFirm(call));
    }

    private void leaveToOthers(Dial dial, Update update) {
        LOG.info("call {}: its record of revision {} is out of date", dial.id(), dial.revision());
        // Whoever claimed it had a permit that ours may have taken the place of; before ours is given back, else others take the slot meanwhile
        update.known().filter(call -> call.status().isOpenAttempt()).ifPresent(leases::adopt);
        leases.release(dial.lease(), dial.request().phoneNumber());
    }

    /**
     * By the lease, so that a claim whose answer was lost is known as ours when it is tried again; also when its deadline passed meanwhile, as
     * long as nobody has found out that it was never dialed.
     */
    private static boolean isOurs(Call call, Dial dial) {
        return (call.status() == CallStatus.DIALING || call.status() == CallStatus.UNKNOWN)
                && call.attempt().map(Attempt::lease).filter(dial.lease()::equals).isPresent();
    }

    /** Whether nobody cancelled it or its campaign, wanted it hung up, believed it lost, or put its number on the do-not-call list since. */
    boolean isWanted(Dial dial) {
        Supplier<Snapshot> snapshot = calls.reading(dial.id()); // about all at once
        var campaign = control.campaign(dial.request().campaignId());
        boolean isListed = control.doNotCall().find(dial.request().phoneNumber()).join().isPresent();
        return snapshot.get().call().filter(call -> isOurs(call, dial) && call.status() == CallStatus.DIALING)
                .filter(call -> !call.isToBeHungUp())
                .filter(call -> !campaign.join().cancels(call.order().createdAt())).isPresent() && !isListed;
    }
}
