package io.callqueue.scheduler.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.callqueue.metrics.Each;

/** What the last audit of this pod found; not a number where there was none. */
public final class AuditGauges {
    private volatile Optional<Last> last = Optional.empty();

    private record Last(AuditReport report, Instant at) {
        double faults(Fault.Kind kind) {
            return report.faults().stream().filter(fault -> fault.kind() == kind).count();
        }
    }

    public AuditGauges(MeterRegistry registry) {
        Arrays.stream(Fault.Kind.values()).forEach(kind -> Gauge
                .builder("callqueue.audit.faults", this, gauges -> gauges.number(found -> found.faults(kind)))
                .tag("kind", Each.word(kind))
                .description("Calls that the last audit found not kept as they should be; not_kept: orphans")
                .strongReference(true).register(registry));
        Gauge.builder("callqueue.audit.last.timestamp", this,
                gauges -> gauges.number(found -> found.at().getEpochSecond()))
                .baseUnit("seconds").description("When the last audit ended, since 1970").register(registry);
    }

    private double number(ToDoubleFunction<Last> of) {
        return last.map(found -> of.applyAsDouble(found)).orElse(Double.NaN);
    }

    void found(AuditReport report, Instant at) {
        last = Optional.of(new Last(report, at));
    }

    /** Another pod audits. */
    void forget() {
        last = Optional.empty();
    }
}
