package io.callqueue.ingest.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.callqueue.topic.Callback.Kind;

/** Counts refused webhooks, and says why they are refused, now and then: whoever forges them shall not write our log. */
@Component
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private final WebhookCounts counts;
    private final Clock clock;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    RefusalLog(WebhookCounts counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    void refused(Kind kind, Forgery forgery) {
        counts.refused(forgery);
        Instant now = clock.instant();
        Instant due = next.get();
        if (!now.isBefore(due) && next.compareAndSet(due, now.plus(BETWEEN))) {
            LOG.warn("a webhook ({}) was refused: {}; more within the next {} s are not logged", kind, forgery.why(),
                    BETWEEN.toSeconds());
        }
    }
}
