package io.callqueue.scheduler.due;

import java.time.Duration;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How late timers are. */
public final class TimerMetrics {
    private static final Duration[] BUCKETS = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(5)};
    private final MeterRegistry registry;
    private final Timer lateness;
    private final Counter lookUps;
    private final Counter lost;

    public TimerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lateness = Timer.builder("callqueue.timer.lateness").serviceLevelObjectives(BUCKETS)
                .description("From a call's moment to Kafka's ack of the record that says: dial it now")
                .register(registry);
        this.lookUps = Counter.builder("callqueue.look.ups")
                .description("Deadlines that passed, so that Plivo is asked about the attempt").register(registry);
        this.lost = Counter.builder("callqueue.requests.lost")
                .description("Due calls whose request Redis does not have").register(registry);
    }

    /** This moment of a monotonic clock, in nanoseconds. */
    long now() {
        return registry.config().clock().monotonicTime();
    }

    /** Kafka has the record of a call whose timer fired so late at that moment. */
    void acked(Optional<Duration> late, long firedAt) {
        late.ifPresent(before -> lateness.record(before.plusNanos(now() - firedAt)));
    }

    void lookedUp() {
        lookUps.increment();
    }

    void lost() {
        lost.increment();
    }
}
