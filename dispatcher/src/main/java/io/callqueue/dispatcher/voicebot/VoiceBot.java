package io.callqueue.dispatcher.voicebot;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.codec.Json;
import io.callqueue.request.CallRequest;

/**
 * Tells the voice bot of each call that Plivo accepted. In the background, a few times if it must be: a bot that is away neither holds up
 * nor fails a call, and one that is told twice is told the same.
 */
public final class VoiceBot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceBot.class);
    private final VoiceBotSettings settings;
    private final HttpClient http;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Retry retry = Retry.of("voice-bot", RetryConfig.<HttpResponse<Void>>custom().maxAttempts(3)
            .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(300)))
            .retryOnResult(response -> response.statusCode() >= 500).retryExceptions(IOException.class).build());

    public VoiceBot(VoiceBotSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.timeout())
                .executor(background).build();
    }

    /** Posts {@code /start-call}; returns at once. */
    public void startCall(Call call, CallRequest request) {
        background.execute(() -> tell(call, request));
    }

    private void tell(Call call, CallRequest request) {
        HttpRequest post = HttpRequest.newBuilder(settings.at("/start-call")).timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(StartCall.of(call, request)))).build();
        try {
            HttpResponse<Void> response = retry.executeCallable(() -> http.send(post, BodyHandlers.discarding()));
            if (response.statusCode() >= 400) {
                LOG.warn("call {}: the voice bot answered {} to /start-call", call.id(), response.statusCode());
            }
        } catch (IOException e) {
            LOG.warn("call {}: the voice bot could not be told: {}", call.id(), String.valueOf(e));
        } catch (Exception e) {
            LOG.error("call {}: telling the voice bot failed", call.id(), e);
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        http.shutdownNow();
    }
}
