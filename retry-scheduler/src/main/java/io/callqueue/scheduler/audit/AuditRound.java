package io.callqueue.scheduler.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.log.About;
import io.callqueue.scheduler.loop.Loop;

/** An audit every now and then, by one pod; what it finds is told in the log and in the metrics. */
public final class AuditRound implements Loop.Round {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRound.class);
    /** Whose turn it is changes when pods come and go. */
    private static final Duration LOOK = Duration.ofSeconds(10);
    private final AuditSettings settings;
    private final BooleanSupplier isOurs;
    private final Supplier<AuditReport> audit;
    private final AuditGauges gauges;
    private final InstantSource clock;
    /** When the last audit began; at first when this pod did, which has enough to do then. */
    private Instant last;

    /** @param isOurs whether this pod is the one that audits, now */
    public AuditRound(AuditSettings settings, BooleanSupplier isOurs, Supplier<AuditReport> audit, AuditGauges gauges,
            InstantSource clock) {
        this.settings = settings;
        this.isOurs = isOurs;
        this.audit = audit;
        this.gauges = gauges;
        this.clock = clock;
        this.last = clock.instant();
    }

    @Override
    public Duration run() {
        if (settings.interval().isZero()) {
            return LOOK;
        }
        if (!isOurs.getAsBoolean()) {
            gauges.forget();
        } else if (isDue()) {
            auditNow();
        }
        return settings.interval().compareTo(LOOK) < 0 ? settings.interval() : LOOK;
    }

    private static void tell(Fault fault) {
        try (About unused = About.call(fault.callId())) {
            LOG.error("audit: {}", fault.line());
        }
    }

    private boolean isDue() {
        return !clock.instant().isBefore(last.plus(settings.interval()));
    }

    /** Redis or Kafka away: another time. */
    private void auditNow() {
        last = clock.instant();
        try {
            AuditReport report = audit.get();
            report.faults().forEach(AuditRound::tell);
            gauges.found(report, clock.instant());
        } catch (RuntimeException e) {
            LOG.warn("the audit did not come to its end, the next follows in {}: {}", settings.interval(),
                    String.valueOf(e));
        }
    }
}
