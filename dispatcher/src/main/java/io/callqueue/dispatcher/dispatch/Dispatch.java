package io.callqueue.dispatcher.dispatch;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.dispatcher.intake.Candidate;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.screening.Screening;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.Creation;
import io.callqueue.store.Mover;
import io.callqueue.store.Snapshot;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;

/** What to do with the next record: finish it, dial it, or leave it where it is and look again. */
public final class Dispatch {
    private final Calls calls;
    private final CallTopics topics;
    private final Finish finish;
    private final Admittance admittance;

    public Dispatch(Calls calls, CallTopics topics, Finish finish, Admittance admittance) {
        this.calls = calls;
        this.topics = topics;
        this.finish = finish;
        this.admittance = admittance;
    }

    /** No dial can be begun here for a while: other pods go on with what they have. */
    void standBack() {
        admittance.withdraw();
    }

    /** The work to do for this record, or empty when it must wait; a record with work is taken out of its line. */
    Optional<Runnable> consider(Candidate candidate) throws InterruptedException {
        return switch (candidate.found()) {
            case FirstRecord.Unusable(String reason) ->
                finish.work(candidate, () -> topics.deadLetter(candidate.origin(), reason).join());
            case FirstRecord.Usable usable when candidate.revision().isEmpty() -> finish.work(candidate,
                    () -> topics.deadLetter(candidate.origin(), "the header 'revision' is not a number").join());
            case FirstRecord.Usable usable -> consider(candidate, usable, candidate.revision().get());
        };
    }

    private Optional<Runnable> consider(Candidate candidate, FirstRecord.Usable usable, int revision)
            throws InterruptedException {
        Snapshot snapshot = calls.read(usable.id());
        Optional<Call> known = snapshot.call();
        if (known.isPresent() && !isSame(known.get(), usable)) {
            return finish.work(candidate,
                    () -> topics.deadLetter(candidate.origin(), "another request has the same call id").join());
        }
        if (known.isEmpty() && !CallRecord.isFirst(candidate.origin())) {
            return finish.work(candidate,
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
            case Screening.Duplicate() -> finish.work(candidate, () -> calls.record(call));
            case Screening.Move(Mover mover) -> finish.work(candidate, () -> calls.move(call.id(), mover));
            case Screening.Dialable() -> admittance.permit(candidate, usable, revision, call);
        };
    }
}
