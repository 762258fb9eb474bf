package io.callqueue.ingest.queue;

import java.time.Duration;
import java.util.OptionalLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;
import io.callqueue.kafka.BacklogWatch;
import io.callqueue.metrics.Polled;
import io.callqueue.startup.Connections;
import io.callqueue.store.CallStore;
import io.callqueue.store.Overdue;
import io.callqueue.store.StatusCounts;

/** Where calls stand, and how many records wait to be dialed, for metrics. All pods tell the same, also while no dispatcher runs. */
@Component
final class QueueGauges implements InitializingBean, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private final Polled<StatusCounts> counts;
    private final Polled<Duration> overdue;

    QueueGauges(CallStore store, Connections to, MeterRegistry registry) {
        this.counts = new Polled<>("calls by status", EVERY, store.overview()::counts, System::nanoTime);
        this.overdue = new Polled<>("timers", EVERY, new Overdue(to.redis())::longest, System::nanoTime);
        Gauge.builder("callqueue.timers.overdue", overdue, seen -> seen.number(Duration::toSeconds))
                .baseUnit("seconds").description("For how long the timer is due that is due longest")
                .register(registry);
        for (Priority priority : Priority.values()) {
            for (CallStatus status : CallStatus.values()) {
                Gauge.builder("callqueue.calls", counts, seen -> seen.number(known -> known.of(status, priority)))
                        .tag("status", status.word()).tag("priority", priority.word())
                        .description("Calls by status; those that ended stay counted").register(registry);
            }
            Gauge.builder("callqueue.consumer.lag", to.backlogs(), backlogs -> waiting(backlogs, priority))
                    .baseUnit("records").tag("priority", priority.word())
                    .description("Records that dispatchers are not done with").register(registry);
        }
    }

    private static double waiting(BacklogWatch backlogs, Priority priority) {
        OptionalLong records = backlogs.waiting(priority);
        return records.isPresent() ? records.getAsLong() : Double.NaN;
    }

    @Override
    public void afterPropertiesSet() {
        counts.start();
        overdue.start();
    }

    @Override
    public void close() {
        counts.close();
        overdue.close();
    }
}
