package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.callqueue.dispatcher.admission.Permit;

/**
 * When calls that stand aside for a rate of their caller number or their campaign are looked at again: one after the other as the rate
 * allows. All at once they would keep the calls of others waiting.
 */
final class RateTurns {
    private final Map<String, Long> last = new HashMap<>();

    /** @param aside when the next of these may be dialed, as far as Redis knows */
    Duration next(Permit.Aside aside, long nowNanos) {
        long earliest = nowNanos + aside.after().toNanos();
        long turn = last.containsKey(aside.whose())
                ? Math.max(earliest, last.get(aside.whose()) + aside.spacing().toNanos())
                : earliest;
        last.values().removeIf(past -> past - nowNanos < 0);
        last.put(aside.whose(), turn);
        return Duration.ofNanos(turn - nowNanos);
    }
}
