package io.callqueue.bench.dispatch;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.plivo.api.PlivoClient;
import com.plivo.api.models.base.LogLevel;
import com.plivo.api.models.call.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** The physical limit: plivo-java's own request, sent again and again by as many threads as calls may be in flight. */
final class BareLoop {
    private static final String AUTH_ID = "MABENCH0000000000000";
    private final PlivoClient client;

    BareLoop(URI plivo) {
        OkHttpClient.Builder http = new OkHttpClient.Builder().addInterceptor(chain -> {
            HttpUrl url = chain.request().url().newBuilder().scheme(plivo.getScheme()).host(plivo.getHost())
                    .port(plivo.getPort()).build();
            return chain.proceed(chain.request().newBuilder().url(url).build());
        });
        this.client = new PlivoClient(AUTH_ID, "token", http, LogLevel.NONE);
    }

    /** Returns when all are answered. */
    void dial(int calls, int inFlight) {
        AtomicInteger left = new AtomicInteger(calls);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<?> unused = IntStream.range(0, inFlight).mapToObj(worker -> workers.submit(() -> {
                for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                    dial("+1415%07d".formatted(number));
                }
                return true;
            })).toList();
        }
    }

    private void dial(String number) throws Exception {
        String url = "http://127.0.0.1:8000/plivo/hangup?call_id=call-1&attempt=1&token=0123456789abcdef#ct=2000&rt=10000&rc=5&rp=all";
        var unused = client.getVoiceApiService().callCreate(AUTH_ID, Call.creator("+14155550100", List.of(number), url)
                .answerMethod("POST").ringUrl(url).ringMethod("POST").hangupUrl(url).hangupMethod("POST")
                .fallbackUrl(url).fallbackMethod("POST").timeLimit(1_800L).ringTimeout(45L)).execute();
    }
}
