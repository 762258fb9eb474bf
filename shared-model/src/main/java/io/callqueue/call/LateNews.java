package io.callqueue.call;

import java.time.Instant;
import java.util.Optional;

/** What is known of an attempt that is over with what is told of it only now. Nothing that is known already is told otherwise. Pure; no moment is in time to come. */
public final class LateNews {
    private LateNews() {}

    /** @param at when it was told */
    public static Attempt rang(Attempt known, Instant at, Optional<String> callUuid) {
        Instant rang = moment(known, Optional.empty(), at, known.answeredAt().or(() -> end(known)));
        return known.dialed(rang, Optional.empty(), callUuid).ringing(rang);
    }

    /** @param at when it was told */
    public static Attempt answered(Attempt known, Instant at, Optional<String> callUuid) {
        Instant answered = moment(known, known.ringingAt(), at, end(known));
        return known.dialed(answered, Optional.empty(), callUuid).answered(answered);
    }

    /** @param at when it was told that a machine was detected */
    public static Attempt machine(Attempt known, Instant at, Optional<String> callUuid) {
        return answered(known, at, callUuid).machineDetected();
    }

    /** What Plivo told of an end by a code stays, and gets a cost; what we believed of it gives way. */
    public static Attempt ended(Attempt known, Ending told, Optional<String> callUuid) {
        Ending news = told.at(known.within(told.at(), told.at()));
        Ending ending = known.ending().filter(before -> before.hangupCauseCode().isPresent())
                .map(before -> before.costing(before.cost().or(told::cost))).orElse(news);
        return known.heardOf(ending).withCallUuid(callUuid).ended(ending);
    }

    /** Webhooks may come in any order: what is told after the end was before it. */
    private static Instant moment(Attempt known, Optional<Instant> after, Instant at, Optional<Instant> latest) {
        Instant earliest = after.or(known::dialedAt).orElse(known.claimedAt());
        Instant moment = latest.filter(at::isAfter).orElse(at);
        return moment.isBefore(earliest) ? earliest : moment;
    }

    /** That an attempt was believed lost is not when it ended. */
    private static Optional<Instant> end(Attempt known) {
        return known.ending().filter(ending -> ending.hangupCauseCode().isPresent()).map(Ending::at);
    }
}
