package io.callqueue.call;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * How an attempt ended.
 *
 * @param hangupCause Plivo's HangupCause, such as {@code NORMAL_CLEARING}
 * @param hangupCauseCode Plivo's HangupCauseCode, such as 4000
 * @param error what went wrong, for a person; empty where nothing did
 * @param durationSeconds how long the conversation lasted
 * @param cost Plivo's TotalCost, in the account's currency
 */
public record Ending(Instant at, Outcome outcome, Optional<String> hangupCause, Optional<Integer> hangupCauseCode,
        Optional<String> error,
        Optional<Integer> durationSeconds, Optional<BigDecimal> cost) {

    /** What Plivo told by a code goes before what was believed without one, and that before that nobody knew; then the earlier. */
    private static final Comparator<Ending> FIRST = Comparator
            .<Ending, Boolean>comparing(ending -> ending.hangupCauseCode().isEmpty())
            .thenComparing(ending -> ending.outcome() == Outcome.UNKNOWN).thenComparing(ending -> ending.at)
            .thenComparing(ending -> ending.costing(Optional.empty()).toString());

    private static final Comparator<BigDecimal> COST = Comparator.<BigDecimal>naturalOrder()
            .thenComparing(BigDecimal::scale);

    /** One whose cost is not known. */
    public Ending(Instant at, Outcome outcome, Optional<String> hangupCause, Optional<Integer> hangupCauseCode,
            Optional<String> error, Optional<Integer> durationSeconds) {
        this(at, outcome, hangupCause, hangupCauseCode, error, durationSeconds, Optional.empty());
    }

    Ending at(Instant moment) {
        return new Ending(moment, outcome, hangupCause, hangupCauseCode, error, durationSeconds, cost);
    }

    public Ending costing(Optional<BigDecimal> cost) {
        return new Ending(at, outcome, hangupCause, hangupCauseCode, error, durationSeconds, cost);
    }

    /** What is known from two that tell of the same end; the same whichever came first. */
    public static Ending join(Ending one, Ending other) {
        Optional<BigDecimal> cost = Stream.concat(one.cost.stream(), other.cost.stream()).max(COST);
        return BinaryOperator.minBy(FIRST).apply(one, other).costing(cost);
    }

    /** An ending that no hangup webhook told. */
    public static Ending of(Instant at, Outcome outcome, String error) {
        return new Ending(at, outcome, Optional.empty(), Optional.empty(), Optional.of(error), Optional.empty());
    }

    /** When the conversation began, to the second; empty when there was none. */
    Optional<Instant> answeredAt() {
        boolean talked = outcome == Outcome.ANSWERED || outcome == Outcome.MACHINE
                || durationSeconds.filter(seconds -> seconds > 0).isPresent();
        return talked ? Optional.of(at.minusSeconds(durationSeconds.orElse(0))) : Optional.empty();
    }
}
