package io.callqueue.scheduler.parking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long it is until the next look at a campaign that has parked calls: as set, and longer while so many campaigns have some in this pod's
 * shards that Redis would be asked about them more than about calls. Told of looks by one thread.
 */
public final class LookPace {
    /** In a second, each at one campaign in one shard. */
    static final int MOST_LOOKS = 10_000;
    /** What waits for a campaign's rate in a dispatcher's lines is as much as 3 s of it. */
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
    private final Duration set;
    private final InstantSource clock;
    private volatile Duration interval;
    private Instant began;
    private long looks;

    public LookPace(Duration set, InstantSource clock) {
        this.set = set;
        this.interval = set;
        this.clock = clock;
        this.began = clock.instant();
    }

    public Duration interval() {
        return interval;
    }

    /** So many looks came just now. All that there are come once in an interval. */
    public void looked(int some) {
        looks += some;
        Duration window = Duration.between(began, clock.instant());
        if (window.isNegative()) { // the clock was set back
            began = clock.instant();
            looks = 0;
            return;
        }
        if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(interval) < 0) {
            return;
        }
        double excess = looks * 1_000.0 / window.toMillis() / MOST_LOOKS;
        long millis = Math.max(set.toMillis(),
                Math.min((long) (interval.toMillis() * excess), LONGEST.toMillis()));
        interval = Duration.ofMillis(millis);
        began = began.plus(window);
        looks = 0;
    }
}
