package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
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
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.PlivoCircuit;
import io.callqueue.dispatcher.screening.Screening;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.Creation;
import io.callqueue.store.Mover;
import io.callqueue.store.Snapshot;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;

/** What to do with the next record: finish it, dial it, or leave it where it is and look again. */
public final class Dispatch {
    /** The message that a slot was given back may be lost, and of turns nobody tells. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration STOPPED = Duration.ofMillis(200);
    private static final Duration AWAY = Duration.ofMillis(100);
    private final Lines lines;
    private final Calls calls;
    private final CallTopics topics;
    private final Admission admission;
    private final Wake wake;
    private final PlivoCircuit circuit;
    private final Dialer dialer;
    private final Outage outage;
    private final Duration calleeBusy;
    private final Duration hold;

    /**
     * @param calleeBusy how long a call waits while another one to the same number is under way
     * @param hold how long a call of a stopped campaign waits until it is looked at again
     */
    public Dispatch(Lines lines, Calls calls, CallTopics topics, Admission admission, Wake wake, PlivoCircuit circuit,
            Dialer dialer,
            Outage outage, Duration calleeBusy, Duration hold) {
        this.lines = lines;
        this.calls = calls;
        this.topics = topics;
        this.admission = admission;
        this.wake = wake;
        this.circuit = circuit;
        this.dialer = dialer;
        this.outage = outage;
        this.calleeBusy = calleeBusy;
        this.hold = hold;
    }

    /** No dial can be begun here for a while: other pods go on with what they have. */
    void standBack() {
        admission.withdraw();
    }

    /** The work to do for this record, or empty when it must wait; a record with work is taken out of its line. */
    Optional<Runnable> consider(Candidate candidate) throws InterruptedException {
        return switch (candidate.found()) {
            case FirstRecord.Unusable(String reason) ->
                finish(candidate, () -> topics.deadLetter(candidate.origin(), reason).join());
            case FirstRecord.Usable usable when candidate.revision().isEmpty() -> finish(candidate,
                    () -> topics.deadLetter(candidate.origin(), "the header 'revision' is not a number").join());
            case FirstRecord.Usable usable -> consider(candidate, usable, candidate.revision().get());
        };
    }

    private Optional<Runnable> consider(Candidate candidate, FirstRecord.Usable usable, int revision)
            throws InterruptedException {
        Snapshot snapshot = calls.read(usable.id());
        Optional<Call> known = snapshot.call();
        if (known.isPresent() && !isSame(known.get(), usable)) {
            return finish(candidate,
                    () -> topics.deadLetter(candidate.origin(), "another request has the same call id").join());
        }
        if (known.isEmpty() && !CallRecord.isFirst(candidate.origin())) {
            return finish(candidate,
                    () -> topics.deadLetter(candidate.origin(), "Redis does not know this call any more").join());
        }
        if (known.isEmpty()) {
            return create(candidate, usable, revision, snapshot.now());
        }
        return screen(candidate, usable, revision, known.get(), snapshot.now());
    }

    private static boolean isSame(Call call, FirstRecord.Usable usable) {
        return call.order().requestHash().equals(usable.request().hash());
    }

    private Optional<Runnable> create(Candidate candidate, FirstRecord.Usable usable, int revision, Instant now)
            throws InterruptedException {
        Creation creation = calls.create(usable.call(now), usable.request());
        return creation instanceof Creation.Conflict
                ? Optional.empty()
                : screen(candidate, usable, revision, creation.call(), now);
    }

    private Optional<Runnable> screen(Candidate candidate, FirstRecord.Usable usable, int revision, Call call,
            Instant now)
            throws InterruptedException {
        return switch (Screening.of(call, revision, now)) {
            case Screening.Duplicate() -> finish(candidate, () -> calls.record(call));
            case Screening.Move(Mover mover) -> finish(candidate, () -> calls.move(call.id(), mover));
            case Screening.Dialable() -> permit(candidate, usable, revision, call);
        };
    }

    private Optional<Runnable> permit(Candidate candidate, FirstRecord.Usable usable, int revision, Call call)
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
        return finish(candidate,
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

    /** A record that costs no permit: when its step is durable, nothing more is to be done. */
    private Optional<Runnable> finish(Candidate candidate, Runnable step) {
        if (!lines.take(candidate)) {
            return Optional.empty();
        }
        return Optional.of(() -> {
            outage.outlast("record of " + candidate.origin().topic(), () -> {
                step.run();
                return candidate;
            });
            lines.done(candidate);
        });
    }
}
