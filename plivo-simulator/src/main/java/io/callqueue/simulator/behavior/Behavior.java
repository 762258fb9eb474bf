package io.callqueue.simulator.behavior;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.outcome.OutcomeMix;

/**
 * All that can be told at the start and at runtime; a change concerns the dials that come after it.
 * Look-up lags and limits change at once.
 */
public record Behavior(OutcomeMix mix, Pace pace, Lags lags, Limits limits, Ids ids, List<Misbehavior> misbehavior) {
    public static final Behavior DEFAULT = new Behavior(
            new OutcomeMix(Map.of("answered", 70.0, "no_answer", 15.0, "busy", 10.0, "rejected", 3.0, "invalid", 2.0)),
            Pace.DEFAULT, Lags.NONE, Limits.NONE, Ids.PLAIN, List.of());

    public Behavior {
        Objects.requireNonNull(mix, "mix is missing");
        Objects.requireNonNull(pace, "pace is missing");
        Objects.requireNonNull(lags, "lags is missing");
        Objects.requireNonNull(limits, "limits is missing");
        Objects.requireNonNull(ids, "ids is missing");
        misbehavior = List.copyOf(Objects.requireNonNull(misbehavior, "misbehavior is missing"));
    }

    /** Every call is answered, and nothing takes time: a start for tests. */
    public static Behavior instantAnswers() {
        return DEFAULT.withMix(OutcomeMix.always(Outcome.ANSWERED)).withPace(Pace.INSTANT);
    }

    public Behavior withMix(OutcomeMix newMix) {
        return new Behavior(newMix, pace, lags, limits, ids, misbehavior);
    }

    public Behavior withPace(Pace newPace) {
        return new Behavior(mix, newPace, lags, limits, ids, misbehavior);
    }

    public Behavior withLags(Lags newLags) {
        return new Behavior(mix, pace, newLags, limits, ids, misbehavior);
    }

    public Behavior withLimits(Limits newLimits) {
        return new Behavior(mix, pace, lags, newLimits, ids, misbehavior);
    }

    public Behavior withIds(Ids newIds) {
        return new Behavior(mix, pace, lags, limits, newIds, misbehavior);
    }

    public Behavior withMisbehavior(Misbehavior... newMisbehavior) {
        return new Behavior(mix, pace, lags, limits, ids, List.of(newMisbehavior));
    }
}
