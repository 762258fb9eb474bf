package io.callqueue.ingest.statistics;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Outcome;
import io.callqueue.statistics.Cells;
import io.callqueue.statistics.Counter;
import io.callqueue.statistics.Distribution;
import io.callqueue.statistics.Tally;

/**
 * What is counted of some calls within some time, as it is shown. Each thing counts when it happened: a call that was created yesterday and
 * ended today is yesterday's created and today's ended one. Rates are null where there is nothing to divide by.
 *
 * @param attempts that were claimed
 * @param dialed attempts that Plivo accepted, or was found to have
 * @param answered attempts that were answered
 * @param outcomes of attempts that ended
 * @param callOutcomes of calls that ended; {@code none} for those without an attempt
 * @param successRate of the calls that ended, the share that was completed
 * @param answerRate of the dialed attempts that ended, the share that was answered
 * @param shortAnsweredShare of the answered attempts that ended, the share below 6 s
 * @param cost in the currency of Plivo's account, as far as Plivo told it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Figures(long created, long attempts, long dialed, long answered, long completed, long failed,
        long cancelled, long expired, Map<String, Long> outcomes, Map<String, Long> callOutcomes,
        Optional<Double> successRate, Optional<Double> failureRate, Optional<Double> answerRate,
        Optional<Double> shortAnsweredShare, Spread callDurationSeconds, Spread waitingSeconds, BigDecimal cost) {
    private static final int MICROS = 6;
    private static final double MILLIS = 1_000;

    /** How values are spread; null where there are none. The average is exact, the others are within 1%. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Spread(Optional<Double> average, Optional<Double> p50, Optional<Double> p95) {
        static Spread of(Tally tally, Distribution distribution, Counter sum, double unit) {
            long count = distribution.count(tally);
            return new Spread(count == 0 ? Optional.empty() : Optional.of(tally.count(sum) / unit / count),
                    distribution.percentile(tally, 50).map(value -> value / unit),
                    distribution.percentile(tally, 95).map(value -> value / unit));
        }
    }

    static Figures of(Tally tally) {
        long completed = tally.count(Cells.ended(CallStatus.COMPLETED));
        long failed = tally.count(Cells.ended(CallStatus.FAILED));
        long cancelled = tally.count(Cells.ended(CallStatus.CANCELLED));
        long expired = tally.count(Cells.ended(CallStatus.EXPIRED));
        long ended = completed + failed + cancelled + expired;
        long conversations = tally.count(Counter.CONVERSATIONS);
        return new Figures(tally.count(Counter.CREATED), tally.count(Counter.ATTEMPTS), tally.count(Counter.DIALED),
                tally.count(Counter.ANSWERED), completed, failed, cancelled, expired,
                outcomes(tally, Cells::attempt), callOutcomes(tally), share(completed, ended), share(failed, ended),
                share(conversations, tally.count(Counter.DIALED_ENDED)),
                share(tally.count(Counter.SHORT_CONVERSATIONS), conversations),
                Spread.of(tally, Distribution.TALKED, Counter.TALKED_SECONDS, 1),
                Spread.of(tally, Distribution.WAITED, Counter.WAITED_MILLIS, MILLIS), cost(tally));
    }

    private static BigDecimal cost(Tally tally) {
        BigDecimal cost = BigDecimal.valueOf(tally.count(Counter.COST_MICROS), MICROS).stripTrailingZeros();
        return cost.scale() < 0 ? cost.setScale(0) : cost;
    }

    private static Map<String, Long> callOutcomes(Tally tally) {
        Map<String, Long> outcomes = outcomes(tally, outcome -> Cells.call(Optional.of(outcome)));
        long none = tally.count(Cells.call(Optional.empty()));
        if (none != 0) {
            outcomes.put("none", none);
        }
        return outcomes;
    }

    /** Those that occurred. */
    private static Map<String, Long> outcomes(Tally tally, ToIntFunction<Outcome> cell) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            long count = tally.count(cell.applyAsInt(outcome));
            if (count != 0) {
                outcomes.put(outcome.word(), count);
            }
        }
        return outcomes;
    }

    private static Optional<Double> share(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
