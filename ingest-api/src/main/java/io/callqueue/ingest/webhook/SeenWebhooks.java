package io.callqueue.ingest.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

/**
 * The webhooks that were published a while ago, by their signature, which covers content and nonce: Plivo's retries and replays of others
 * go no further. What is forgotten, or was seen by another pod, is published again and does no harm there.
 */
@Component
final class SeenWebhooks {
    private final Cache<String, Boolean> seen;

    SeenWebhooks(WebhookSettings settings) {
        this.seen = Caffeine.newBuilder().maximumSize(settings.remembered()).expireAfterWrite(settings.memory())
                .build();
    }

    boolean contains(String signature) {
        return seen.getIfPresent(signature) != null;
    }

    void add(String signature) {
        seen.put(signature, true);
    }
}
