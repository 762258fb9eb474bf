package io.callqueue.dispatcher.voicebot;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.webhook.WebhookUrls;

/**
 * The voice bot.
 *
 * @param url AGENT_SERVER_URL
 * @param timeout how long one request to it may take
 */
@ConfigurationProperties("callqueue.voice-bot")
public record VoiceBotSettings(URI url, Duration timeout) {
    public VoiceBotSettings {
        if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("AGENT_SERVER_URL is '" + url + "': it must be an http or https URL");
        }
        if (timeout.compareTo(Duration.ofMillis(10)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "AGENT_SERVER_TIMEOUT is " + timeout.toMillis() + " ms: it must be from 10 ms to 1 min");
        }
    }

    /** Where Plivo asks what to say, unless the call brings its own. */
    public String answerUrl() {
        return at("/outbound-answer");
    }

    String at(String path) {
        return WebhookUrls.withoutSlash(url) + path;
    }
}
