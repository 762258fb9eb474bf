package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.callqueue.dispatcher.plivo.CallerNumber;

/**
 * When calls that stand aside for their caller number's rate are looked at again: one after the other as the rate allows. All at once they
 * would keep the calls of other numbers waiting.
 */
final class NumberTurns {
    private static final double SECOND = 1e9;
    private final Map<String, Long> last = new HashMap<>();

    /** @param after when the number may dial next, as far as Redis knows */
    Duration next(CallerNumber number, Duration after, long nowNanos) {
        long spacing = number.ratePerSecond().map(rate -> (long) (SECOND / rate)).orElse(0L);
        long earliest = nowNanos + after.toNanos();
        long turn = last.containsKey(number.number())
                ? Math.max(earliest, last.get(number.number()) + spacing)
                : earliest;
        last.put(number.number(), turn);
        return Duration.ofNanos(turn - nowNanos);
    }
}
