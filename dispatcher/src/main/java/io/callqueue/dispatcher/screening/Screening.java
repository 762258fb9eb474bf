package io.callqueue.dispatcher.screening;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;
import io.callqueue.call.Moves;
import io.callqueue.control.CampaignSettings;
import io.callqueue.store.Mover;

/** What becomes of a record whose call is known, before it may ask for a permit. Pure. */
public sealed interface Screening {
    /** It may be dialed now. */
    record Dialable() implements Screening {}

    /** It may not, and moves on like this. */
    record Move(Mover mover) implements Screening {}

    /** It stands for a call that has moved on: nothing is to be done but to say again where the call stands. */
    record Duplicate() implements Screening {}

    /** A moment's grace for a record of a scheduled call: it is about to be dialed, not to be scheduled again. */
    Duration EARLY = Duration.ofMillis(50);

    /** What {@code next} says of a call that may be dialed by what was looked at so far. */
    default Screening then(Supplier<Screening> next) {
        return this instanceof Dialable ? next.get() : this;
    }

    /**
     * @param recordRevision the revision that the record stands for
     * @param campaign what is set for the call's campaign
     */
    static Screening of(Call call, int recordRevision, Instant now, CampaignSettings campaign) {
        if (call.status().isBeforeDial() && campaign.cancels(call.order().createdAt())) {
            return new Move((c, t) -> Moves.cancelWithCampaign(c, t, false));
        }
        if (call.status() != CallStatus.QUEUED || call.revision() != recordRevision) {
            return new Duplicate();
        }
        if (call.order().expiresAt().filter(at -> !at.isAfter(now)).isPresent()) {
            return new Move((c, t) -> Moves.expire(c, recordRevision, t));
        }
        Optional<Instant> later = call.order().scheduledAt().filter(at -> at.isAfter(now.plus(EARLY)));
        return later.<Screening>map(due -> new Move((c, t) -> Moves.schedule(c, recordRevision, t, due)))
                .orElseGet(Dialable::new);
    }
}
