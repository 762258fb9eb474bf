package io.callqueue.scheduler.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param interval from one audit to the next, of all pods together; zero: there is none */
@ConfigurationProperties("callqueue.scheduler.audit")
public record AuditSettings(Duration interval) {
    public AuditSettings {
        boolean tooOften = !interval.isZero() && interval.compareTo(Duration.ofSeconds(1)) < 0;
        if (tooOften || interval.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "AUDIT_INTERVAL is " + interval.toMillis() + " ms: it must be 0, or from 1s to 30d");
        }
    }
}
