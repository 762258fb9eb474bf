package io.callqueue.simulator.behavior;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long something takes, in milliseconds: uniform from min to max, or exponential around a mean, never below min.
 *
 * @param meanMs 0 for uniform; with a mean, {@code maxMs} 0 means no upper bound
 */
public record Spread(long minMs, long maxMs, long meanMs) {
    public Spread {
        if (minMs < 0 || maxMs < 0 || meanMs < 0) {
            throw new IllegalArgumentException("A duration must not be negative");
        }
        if (maxMs < minMs && !(meanMs > 0 && maxMs == 0)) {
            throw new IllegalArgumentException("max_ms " + maxMs + " is below min_ms " + minMs);
        }
    }

    public static Spread of(Duration always) {
        return between(always, always);
    }

    public static Spread between(Duration min, Duration max) {
        return new Spread(min.toMillis(), max.toMillis(), 0);
    }

    public static Spread exponential(Duration mean) {
        return new Spread(0, 0, mean.toMillis());
    }

    public Duration draw(RandomGenerator random) {
        if (meanMs == 0) {
            return Duration.ofMillis(random.nextLong(minMs, maxMs + 1));
        }
        long drawn = Math.max(minMs, Math.round(random.nextExponential() * meanMs));
        return Duration.ofMillis(maxMs == 0 ? drawn : Math.min(maxMs, drawn));
    }
}
