package io.callqueue.event;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Ending;

/** What is known of an attempt from two that tell of it. */
public final class KnownAttempt {
    private static final Comparator<Attempt> FIRST_CLAIM = Comparator.comparing(Attempt::claimedAt)
            .thenComparing(Attempt::owner).thenComparing(Attempt::lease);

    private KnownAttempt() {}

    /** Once known a fact stays; where two tell it differently the earlier one is kept, whichever came first. */
    static Attempt join(Attempt one, Attempt other) {
        if (one.equals(other)) {
            return one;
        }
        Attempt claim = BinaryOperator.minBy(FIRST_CLAIM).apply(one, other);
        return new Attempt(one.number(), claim.owner(), claim.lease(), claim.claimedAt(),
                least(one.dialedAt(), other.dialedAt()), least(one.ringingAt(), other.ringingAt()),
                least(one.answeredAt(), other.answeredAt()), least(one.requestUuid(), other.requestUuid()),
                least(one.callUuid(), other.callUuid()), one.machine() || other.machine(), ending(one, other),
                least(one.hangUpAt(), other.hangUpAt()));
    }

    private static <T extends Comparable<T>> Optional<T> least(Optional<T> one, Optional<T> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    private static Optional<Ending> ending(Attempt one, Attempt other) {
        return Stream.concat(one.ending().stream(), other.ending().stream()).reduce(Ending::join);
    }

    /** The attempt as it stands: one that was believed lost, and is under way as the newest state has it, has not ended. */
    public static Optional<Ending> ending(Attempt known, Call newest) {
        return known.isLost() && newest.attemptNumber() == known.number()
                ? newest.attempt().flatMap(Attempt::ending)
                : known.ending();
    }
}
