package io.callqueue.simulator.call;

import java.util.Optional;

/**
 * Which call records are asked for.
 *
 * @param endedFrom clock nanoseconds, included
 * @param endedTo clock nanoseconds, included
 */
public record RecordFilter(Optional<String> toNumber, Optional<String> fromNumber, Optional<Integer> hangupCode,
        long endedFrom,
        long endedTo) {
    boolean fits(CallRecord each) {
        return endedFrom <= each.times().ended() && each.times().ended() <= endedTo
                && hangupCode.map(code -> code == each.cause().code()).orElse(true)
                && fromNumber.map(number -> sameDigits(number, each.from())).orElse(true);
    }

    private static boolean sameDigits(String one, String other) {
        return one.replace("+", "").equals(other.replace("+", ""));
    }
}
