package io.callqueue.dispatcher.disposition;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.ledger.Calls;

/** The slots that attempts hold while their calls are alive at Plivo. Both steps may be taken again at any time. */
public final class AttemptSlots {
    private final Calls calls;
    private final Leases leases;

    public AttemptSlots(Calls calls, Leases leases) {
        this.calls = calls;
        this.leases = leases;
    }

    /**
     * News of a call's latest attempt: if it is alive it holds its slot, whatever was believed before, even above the cap.
     *
     * @return whether it got it only now
     */
    public boolean keep(Call call) {
        if (!call.status().isActive() || !leases.adopt(call)) {
            return false;
        }
        // It may have ended since it was read, and its slot been given back just before we took it
        boolean over = calls.read(call.id()).call().filter(now -> !isAlive(now, call.attemptNumber())).isPresent();
        if (over) {
            leases.release(call);
        }
        return !over;
    }

    /**
     * The same where it is known what the news were of: an attempt that was open until then has its slot, or the watch of the leases gives it
     * one soon.
     *
     * @param before the call as it was read before it moved
     */
    public void keep(Call call, Call before) {
        boolean wasOpen = before.status().isOpenAttempt() && before.attemptNumber() == call.attemptNumber();
        boolean isNext = call.epoch() == before.epoch() && call.version() == before.version() + 1;
        if (!wasOpen || !isNext) {
            keep(call);
        }
    }

    private static boolean isAlive(Call call, int attempt) {
        return call.attemptNumber() == attempt && call.status().isOpenAttempt();
    }

    /** The call's latest attempt never rang a phone: the cap of attempts to one number does not count it. */
    public void uncount(Call call) {
        call.attempt().ifPresent(attempt -> leases.uncount(attempt.lease(), call.order().phoneNumber()));
    }

    /** This attempt is over, or never took place. */
    public void giveBack(Call call, int attempt) {
        if (call.attemptNumber() == attempt) {
            leases.release(call);
        } else {
            calls.endedAttempts(call.id()).stream().filter(ended -> ended.number() == attempt)
                    .forEach(ended -> leases.release(ended, call.order().phoneNumber()));
        }
    }

    /**
     * After a slot was given back on belief and not on Plivo's word: a webhook may have proved the attempt alive just before that, seen its
     * slot held, and been content. Then the slot is taken back.
     */
    public void takeBack(CallId id, int attempt, String lease) {
        calls.read(id).call().filter(call -> isAlive(call, attempt))
                .filter(call -> call.attempt().map(Attempt::lease).filter(lease::equals).isPresent())
                .ifPresent(this::keep);
    }
}
