package io.callqueue.ingest.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

import io.callqueue.metrics.Each;
import io.callqueue.topic.Callback.Kind;

/** Counts Plivo's webhooks, and those that are not let in. */
@Component
final class WebhookCounts {
    private final Each<Kind, Counter> taken;
    private final Each<Forgery, Counter> refused;

    WebhookCounts(MeterRegistry registry) {
        this.taken = Each.of(Kind.class, kind -> Counter.builder("callqueue.webhooks").tag("kind", kind)
                .description("Plivo's webhooks that were let in, repeated ones too").register(registry));
        this.refused = Each.of(Forgery.class, why -> Counter.builder("callqueue.webhooks.refused").tag("reason", why)
                .description("Webhooks that were not let in").register(registry));
    }

    void taken(Kind kind) {
        taken.of(kind).increment();
    }

    void refused(Forgery forgery) {
        refused.of(forgery).increment();
    }
}
