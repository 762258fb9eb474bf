package io.callqueue.ingest.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says why webhooks are refused, now and then: whoever forges them shall not write our log. */
@Component
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private final Clock clock;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    RefusalLog(Clock clock) {
        this.clock = clock;
    }

    void refused(Webhook webhook, String reason) {
        Instant now = clock.instant();
        Instant due = next.get();
        if (!now.isBefore(due) && next.compareAndSet(due, now.plus(BETWEEN))) {
            LOG.warn("a webhook ({}) was refused: {}; more within the next {} s are not logged", webhook.kind(), reason,
                    BETWEEN.toSeconds());
        }
    }
}
