package io.callqueue.scheduler.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;
import io.callqueue.scheduler.audit.Fault.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class AuditRoundTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicBoolean ours = new AtomicBoolean(true);
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<Instant> audits = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private AuditRound every(Duration interval) {
        return new AuditRound(new AuditSettings(interval), ours::get, this::audit, new AuditGauges(metrics), now::get);
    }

    private AuditReport audit() {
        audits.add(now.get());
        if (away.get()) {
            throw new RedisException("away");
        }
        return new AuditReport(3, 2, 1, List.of(fault("a", Kind.NOT_KEPT), fault("b", Kind.NOT_KEPT),
                fault("c", Kind.KEPT_TWICE)));
    }

    private static Fault fault(String id, Kind kind) {
        return new Fault(new CallId(id), CallStatus.QUEUED, 1, kind);
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private double orphans() {
        return metrics.get("callqueue.audit.faults").tag("kind", "not_kept").gauge().value();
    }

    @Test
    void what_was_found_is_told() {
        AuditRound round = every(Duration.ofHours(1));
        assertThat(orphans()).as("before the first").isNaN();
        pass(Duration.ofHours(1));
        round.run();
        assertThat(orphans()).isEqualTo(2);
        assertThat(metrics.get("callqueue.audit.last.timestamp").gauge().value())
                .isEqualTo(now.get().getEpochSecond());
    }

    @Test
    void an_audit_follows_when_its_time_has_come() {
        AuditRound round = every(Duration.ofHours(1));
        round.run();
        assertThat(audits).as("a pod that starts has enough to do").isEmpty();
        pass(Duration.ofHours(1));
        round.run();
        pass(Duration.ofMinutes(59));
        round.run();
        assertThat(audits).hasSize(1);
        pass(Duration.ofMinutes(1));
        round.run();
        assertThat(audits).hasSize(2);
    }

    @Test
    void only_one_pod_audits_and_what_it_found_is_not_told_once_another_one_does() {
        AuditRound round = every(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        round.run();
        ours.set(false);
        round.run();
        assertThat(orphans()).isNaN();
        assertThat(audits).hasSize(1);
    }

    @Test
    void one_that_failed_leaves_what_the_last_one_found() {
        AuditRound round = every(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        round.run();
        away.set(true);
        pass(Duration.ofHours(2));
        round.run();
        assertThat(audits).hasSize(2);
        assertThat(orphans()).isEqualTo(2);
    }

    @Test
    void there_is_none_unless_it_is_asked_for() {
        every(Duration.ZERO).run();
        assertThat(audits).isEmpty();
    }
}
