package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.plivo.api.PlivoAPIService;
import com.plivo.api.PlivoClient;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * Makes plivo-java's service on HTTP clients of our own. The one that dials never sends a request twice by itself: OkHttp would send again on a
 * connection that dropped, and on 503 with {@code Retry-After: 0}; plivo-java's creators would on any 5xx, so that only the raw service may be
 * used. plivo-java's own client keeps five idle connections: of 50 dials a second most would begin with a TLS handshake.
 */
final class PlivoServiceFactory {
    private static final HttpUrl PLIVO = HttpUrl.get("https://api.plivo.com/v1/");
    private static final int IDLE_CONNECTIONS = 200;
    /** Sooner than servers drop them, many after 5 s: a dial on a dropped one is in doubt. The handshake of a new one lies before the send moment. */
    private static final int IDLE_SECONDS = 2;

    private PlivoServiceFactory() {}

    /** For dials: each request is sent once, by its departure. */
    static PlivoAPIService dialing(PlivoSettings settings, Departure.Gate gate, RequestTimes times) {
        return service(settings, client(settings).addNetworkInterceptor(gate).addNetworkInterceptor(times).build());
    }

    /** For all that may be asked twice: on a connection that dropped meanwhile it is. */
    static PlivoAPIService asking(PlivoSettings settings, RequestTimes times) {
        return service(settings, client(settings).addNetworkInterceptor(times).retryOnConnectionFailure(true).build());
    }

    private static PlivoAPIService service(PlivoSettings settings, OkHttpClient client) {
        // Its constructor sets up the object mapper that all of plivo-java shares
        var unused = new PlivoClient(settings.authId(), settings.authToken());
        return new Retrofit.Builder().client(client).baseUrl(url(settings))
                .addConverterFactory(JacksonConverterFactory.create(
                        PlivoClient.getObjectMapper().enable(DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)))
                .build().create(PlivoAPIService.class);
    }

    private static HttpUrl url(PlivoSettings settings) {
        HttpUrl other = HttpUrl.parse(settings.apiUrl());
        return other == null
                ? PLIVO
                : PLIVO.newBuilder().scheme(other.scheme()).host(other.host()).port(other.port()).build();
    }

    private static OkHttpClient.Builder client(PlivoSettings settings) {
        long timeout = settings.requestTimeout().toMillis();
        return new OkHttpClient.Builder().retryOnConnectionFailure(false).followRedirects(false)
                .callTimeout(timeout, TimeUnit.MILLISECONDS).connectTimeout(timeout, TimeUnit.MILLISECONDS)
                .readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO) // the call's is enough: each is a timer of its own
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
                .addInterceptor(new Account(Credentials.basic(settings.authId(), settings.authToken())))
                .addNetworkInterceptor(new NoRetryAfter());
    }

    private record Account(String credentials) implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            return chain.proceed(chain.request().newBuilder().header("Authorization", credentials)
                    .header("User-Agent", "callqueue").build());
        }
    }

    private record NoRetryAfter() implements Interceptor {
        @Override
        public Response intercept(Chain chain) throws IOException {
            return chain.proceed(chain.request()).newBuilder().removeHeader("Retry-After").build();
        }
    }
}
