package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.plivo.api.PlivoClient;
import com.plivo.api.models.base.LogLevel;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Makes the client of plivo-java so that it never sends a request twice by itself: OkHttp would send again on a connection that dropped,
 * and on 503 with {@code Retry-After: 0}; plivo-java's own creators would on any 5xx, so that only its raw service may be used.
 */
final class PlivoClientFactory {
    private PlivoClientFactory() {}

    static PlivoClient create(PlivoSettings settings, Departure.Gate gate) {
        long timeout = settings.requestTimeout().toMillis();
        OkHttpClient.Builder http = new OkHttpClient.Builder().retryOnConnectionFailure(false).followRedirects(false)
                .callTimeout(timeout, TimeUnit.MILLISECONDS).connectTimeout(timeout, TimeUnit.MILLISECONDS)
                .readTimeout(timeout, TimeUnit.MILLISECONDS).writeTimeout(timeout, TimeUnit.MILLISECONDS);
        Optional.ofNullable(HttpUrl.parse(settings.apiUrl())).ifPresent(url -> http.addInterceptor(new OtherHost(url)));
        http.addNetworkInterceptor(new NoRetryAfter()).addNetworkInterceptor(gate);
        PlivoClient.getObjectMapper().enable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS);
        return new PlivoClient(settings.authId(), settings.authToken(), http, LogLevel.NONE);
    }

    /** The address of plivo-java's requests can not be set otherwise: its {@code baseUrl} does not reach voice calls. */
    private record OtherHost(HttpUrl other) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            HttpUrl asked = chain.request().url().newBuilder().scheme(other.scheme()).host(other.host())
                    .port(other.port()).build();
            return chain.proceed(chain.request().newBuilder().url(asked).build());
        }
    }

    private record NoRetryAfter() implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            return chain.proceed(chain.request()).newBuilder().removeHeader("Retry-After").build();
        }
    }
}
