package io.callqueue.simulator.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import io.callqueue.simulator.http.Parameters;

/** Makes one signed request to a loopback URL. Redirects and proxies are not followed: they could lead elsewhere. */
final class Courier implements AutoCloseable {
    /** Enough for thousands a second on loopback, and few enough for the open files of one process. */
    private static final int MOST_AT_ONCE = 200;

    private final SignatureV3 signature;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE, true);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    /** The JDK sets the connect time-out on the client, so there is one for each ct that URLs ask for. */
    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    Courier(SignatureV3 signature) {
        this.signature = signature;
    }

    Attempt carry(Webhook webhook, URI url, RetryFragment how) {
        HttpClient client = clients.computeIfAbsent(how.connectTimeout(), this::client);
        try {
            free.acquire();
            try {
                return answer(client.send(request(webhook, url, how), BodyHandlers.ofString()));
            } finally {
                free.release();
            }
        } catch (HttpConnectTimeoutException | ConnectException notConnected) {
            return new Attempt.NotConnected();
        } catch (IOException notRead) {
            return new Attempt.NotRead();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return new Attempt.NotRead();
        }
    }

    private static Attempt answer(HttpResponse<String> response) {
        return new Attempt.Answered(response.statusCode(), response.body());
    }

    private HttpClient client(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(connectTimeout)
                .executor(workers)
                .build();
    }

    private HttpRequest request(Webhook webhook, URI url, RetryFragment how) {
        String form = Parameters.encode(webhook.form());
        boolean get = webhook.target().method().equals("GET");
        URI bare = withoutFragment(url, get ? form : "");
        String nonce = UUID.randomUUID().toString();
        String signed = get
                ? signature.sign("GET", bare, Map.of(), nonce)
                : signature.sign("POST", bare, webhook.form(), nonce);
        HttpRequest.Builder request = HttpRequest.newBuilder(bare).timeout(how.readTimeout())
                .header("X-Plivo-Signature-V3", signed)
                .header("X-Plivo-Signature-Ma-V3", signed)
                .header("X-Plivo-Signature-V3-Nonce", nonce);
        return get
                ? request.GET().build()
                : request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)).build();
    }

    private static URI withoutFragment(URI url, String moreQuery) {
        String text = url.toString();
        int hash = text.indexOf('#');
        String bare = hash < 0 ? text : text.substring(0, hash);
        if (moreQuery.isEmpty()) {
            return URI.create(bare);
        }
        return URI.create(bare + (bare.contains("?") ? "&" : "?") + moreQuery);
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        workers.shutdownNow();
    }
}
