package io.callqueue.scheduler.due;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the timers run.
 *
 * @param tick longest time between two looks at a shard
 * @param lookUpInterval until Plivo is asked again about an attempt that it said nothing of
 * @param returnAfter until a call comes back whose record could not be produced, or not confirmed
 * @param parkedLookInterval between two looks at a campaign that has parked calls
 * @param batch calls of one shard that are fired at once
 */
@ConfigurationProperties("callqueue.scheduler.timers")
public record TimerSettings(Duration tick, Duration lookUpInterval, Duration returnAfter, Duration parkedLookInterval,
        int batch) {
    public TimerSettings {
        check("TIMER_TICK", tick, Duration.ofMillis(1), Duration.ofSeconds(1)); // include/wake.lua counts on it
        check("LOOK_UP_INTERVAL", lookUpInterval, Duration.ofSeconds(1), Duration.ofHours(1));
        check("RETURN_AFTER", returnAfter, Duration.ofSeconds(1), Duration.ofHours(1));
        check("PARKED_LOOK_INTERVAL", parkedLookInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
        if (batch < 1 || batch > 1000) {
            throw new IllegalArgumentException("TIMER_BATCH is " + batch + ": it must be from 1 to 1000");
        }
    }

    private static void check(String variable, Duration given, Duration least, Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(variable + " is " + given.toMillis() + " ms: it must be from "
                    + least.toMillis() + " to " + most.toMillis() + " ms");
        }
    }
}
