package io.callqueue.ingest.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import io.callqueue.webhook.WebhookUrls;

/**
 * @param publicUrl where Plivo reaches us: its signatures are over this URL
 * @param authToken Plivo's auth token; empty: every webhook is refused
 * @param maxBody of one webhook
 * @param remembered how many webhooks are remembered, to know one that comes again
 * @param memory for how long
 */
@ConfigurationProperties("callqueue.webhook")
public record WebhookSettings(URI publicUrl, String authToken, DataSize maxBody, int remembered, Duration memory) {
    public WebhookSettings {
        boolean isHttp = "http".equals(publicUrl.getScheme()) || "https".equals(publicUrl.getScheme());
        if (!isHttp || publicUrl.getHost() == null) {
            throw new IllegalArgumentException("PUBLIC_URL is '" + publicUrl
                    + "': it must be http(s)://host[:port][/path], such as https://calls.example.com");
        }
        if (remembered < 0 || memory.isNegative()) {
            throw new IllegalArgumentException("callqueue.webhook.remembered and memory must not be negative");
        }
    }

    Optional<WebhookUrls> urls() {
        return authToken.isEmpty() ? Optional.empty() : Optional.of(new WebhookUrls(publicUrl, authToken));
    }

    /** Without the auth token, which is a secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + publicUrl + "]";
    }
}
