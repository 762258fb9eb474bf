package io.callqueue.dispatcher.voicebot;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.codec.Json;
import io.callqueue.log.About;
import io.callqueue.request.CallRequest;

/**
 * Tells the voice bot of each call that Plivo accepted. In the background, a few times if it must be: a bot that is away neither holds up
 * nor fails a call, and one that is told twice is told the same.
 */
public final class VoiceBot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceBot.class);
    private static final int IDLE_CONNECTIONS = 200;
    private static final int IDLE_SECONDS = 30;
    private static final MediaType JSON = MediaType.get("application/json");
    private final VoiceBotSettings settings;
    private final OkHttpClient http;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Retry retry = Retry.of("voice-bot", RetryConfig.<Integer>custom().maxAttempts(3)
            .intervalFunction(IntervalFunction.ofExponentialBackoff(Duration.ofMillis(300)))
            .retryOnResult(status -> status >= 500).retryExceptions(IOException.class).build());

    public VoiceBot(VoiceBotSettings settings) {
        this.settings = settings;
        this.http = new OkHttpClient.Builder().callTimeout(settings.timeout()).connectTimeout(settings.timeout())
                .readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO) // the call's is enough: each is a timer of its own
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS)).build();
    }

    /** Posts {@code /start-call}; returns at once. */
    public void startCall(Call call, CallRequest request) {
        background.execute(() -> {
            try (About unused = About.call(call)) {
                tell(call, request);
            }
        });
    }

    private void tell(Call call, CallRequest request) {
        Request post = new Request.Builder().url(settings.at("/start-call"))
                .post(RequestBody.create(Json.bytes(StartCall.of(call, request)), JSON)).build();
        try {
            int status = retry.executeCallable(() -> status(post));
            if (status >= 400) {
                LOG.warn("call {}: the voice bot answered {} to /start-call", call.id(), status);
            }
        } catch (IOException e) {
            LOG.warn("call {}: the voice bot could not be told: {}", call.id(), String.valueOf(e));
        } catch (Exception e) {
            LOG.error("call {}: telling the voice bot failed", call.id(), e);
        }
    }

    private int status(Request post) throws IOException {
        try (Response response = http.newCall(post).execute()) {
            return response.code();
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
