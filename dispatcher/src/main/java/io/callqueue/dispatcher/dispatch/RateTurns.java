package io.callqueue.dispatcher.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.callqueue.dispatcher.admission.Permit;

/**
 * When calls that stand aside for a rate of their caller number or their campaign are looked at again: one after the other as the rate
 * allows. All at once they would keep the calls of others waiting.
 */
final class RateTurns {
    private final Map<String, Long> last = new HashMap<>();

    /**
     * @param aside when the next of these may be dialed, as far as Redis knows
     * @return how long it stands aside; empty, and no turn is taken, when that is longer than {@code most}
     */
    Optional<Duration> next(Permit.Aside aside, Duration most, long nowNanos) {
        long earliest = nowNanos + aside.after().toNanos();
        long turn = last.containsKey(aside.whose())
                ? Math.max(earliest, last.get(aside.whose()) + aside.spacing().toNanos())
                : earliest;
        if (turn - nowNanos > most.toNanos()) {
            return Optional.empty();
        }
        last.values().removeIf(past -> past - nowNanos < 0);
        last.put(aside.whose(), turn);
        return Optional.of(Duration.ofNanos(turn - nowNanos));
    }
}
