package io.callqueue.dispatcher.plivo;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.webhook.WebhookUrls;

/**
 * The Plivo account.
 *
 * @param number the caller numbers, as {@code CallerNumbers} reads them
 * @param apiUrl another address than Plivo's own, such as a simulator's; empty for Plivo itself
 * @param publicUrl where Plivo reaches ingest-api
 * @param requestTimeout how long a request may take; after it nobody knows whether Plivo has the call
 */
@ConfigurationProperties("callqueue.plivo")
public record PlivoSettings(String authId, String authToken, String number, String apiUrl, URI publicUrl,
        Duration requestTimeout) {
    public PlivoSettings {
        if (!authId.matches("(MA|SA)[A-Za-z0-9]{18}")) {
            throw new IllegalArgumentException(authId.isEmpty()
                    ? "PLIVO_AUTH_ID is missing: the dispatcher can not dial without it"
                    : "PLIVO_AUTH_ID is not an auth id: 20 characters that begin with MA or SA");
        }
        if (authToken.isEmpty()) {
            throw new IllegalArgumentException("PLIVO_AUTH_TOKEN is missing: the dispatcher can not dial without it");
        }
        callerNumbers(number);
        if (!apiUrl.isEmpty() && !apiUrl.matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException("PLIVO_API_URL is '" + apiUrl + "': it must be an http or https URL");
        }
        if (requestTimeout.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "PLIVO_REQUEST_TIMEOUT is " + requestTimeout.toMillis() + " ms: it must be at least 100 ms");
        }
        var unused = new WebhookUrls(publicUrl, authToken);
    }

    /** The numbers to dial from. */
    public CallerNumbers callerNumbers() {
        return callerNumbers(number);
    }

    private static CallerNumbers callerNumbers(String number) {
        return CallerNumbers.parse(number);
    }

    /** What Plivo is given to tell us by. */
    public WebhookUrls webhookUrls() {
        return new WebhookUrls(publicUrl, authToken);
    }
}
