package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.call.Moves;
import io.callqueue.call.Priority;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.admission.Demand;
import io.callqueue.dispatcher.admission.Permit;
import io.callqueue.dispatcher.admission.Wake;
import io.callqueue.dispatcher.dial.Dial;
import io.callqueue.dispatcher.dial.Dialer;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.intake.Lines;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.plivo.PlivoCircuit;
import io.callqueue.topic.FirstRecord;

/** Asks for permits, and does what the answer says. */
public final class Admittance {
    /** The message that a slot was given back may be lost, and of turns nobody tells. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration STOPPED = Duration.ofMillis(200);
    private static final Duration AWAY = Duration.ofMillis(100);
    private final Lines lines;
    private final Calls calls;
    private final Finish finish;
    private final Admission admission;
    private final Wake wake;
    private final PlivoCircuit circuit;
    private final Dialer dialer;
    private final Duration calleeBusy;
    private final Duration hold;

    /**
     * @param calleeBusy how long a call waits while another one to the same number is under way
     * @param hold how long a call of a stopped campaign waits until it is looked at again
     */
    public Admittance(Lines lines, Calls calls, Finish finish, Admission admission, Wake wake, PlivoCircuit circuit,
            Dialer dialer, Duration calleeBusy, Duration hold) {
        this.lines = lines;
        this.calls = calls;
        this.finish = finish;
        this.admission = admission;
        this.wake = wake;
        this.circuit = circuit;
        this.dialer = dialer;
        this.calleeBusy = calleeBusy;
        this.hold = hold;
    }

    void withdraw() {
        admission.withdraw();
    }

    /** The work of dialing it, or of deferring it; empty when it must wait. */
    Optional<Runnable> permit(Candidate candidate, FirstRecord.Usable usable, int revision, Call call)
            throws InterruptedException {
        if (circuit.away().isPresent()) {
            return look(AWAY);
        }
        String lease = call.id() + "/" + (call.attemptNumber() + 1) + "/" + candidate.token();
        return switch (admission.acquire(lease, call.order().phoneNumber(), call.order().campaignId(),
                new Demand(candidate.priority(), lines.waitingBesides(candidate)))) {
            case Permit.Granted granted ->
                dial(candidate, new Dial(call.id(), revision, usable.request(), granted, () -> lines.done(candidate)));
            case Permit.Full() -> look(LOOK_AGAIN);
            case Permit.Later(Duration after) -> look(after.compareTo(LOOK_AGAIN) < 0 ? after : LOOK_AGAIN);
            case Permit.Yield(Priority to) -> lines.prefer(to) ? Optional.empty() : look(LOOK_AGAIN);
            case Permit.Stopped(),Permit.NumberStopped() -> look(STOPPED);
            case Permit.NumberLater(Duration after) -> postpone(candidate, after);
            case Permit.CampaignStopped() -> defer(candidate, call, revision, hold,
                    "its campaign is stopped: the queue's status says why");
            case Permit.CalleeBusy() ->
                defer(candidate, call, revision, calleeBusy, "another call to this number is under way");
        };
    }

    private Optional<Runnable> defer(Candidate candidate, Call call, int revision, Duration delay, String why) {
        return finish.work(candidate,
                () -> calls.move(call.id(), (c, now) -> Moves.defer(c, revision, now, now.plus(delay), why)));
    }

    private Optional<Runnable> postpone(Candidate candidate, Duration after) {
        lines.postpone(candidate, after);
        return Optional.empty();
    }

    private Optional<Runnable> look(Duration again) throws InterruptedException {
        wake.await(again);
        return Optional.empty();
    }

    private Optional<Runnable> dial(Candidate candidate, Dial dial) throws InterruptedException {
        boolean entered = circuit.tryEnter();
        if (entered && lines.take(candidate)) {
            return Optional.of(() -> dialer.dial(dial));
        }
        if (entered) {
            circuit.leave(Optional.empty());
        }
        admission.release(dial.permit().lease(), dial.request().phoneNumber());
        return entered ? Optional.empty() : look(AWAY);
    }
}
