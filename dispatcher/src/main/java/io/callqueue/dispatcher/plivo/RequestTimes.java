package io.callqueue.dispatcher.plivo;

import java.io.IOException;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import okhttp3.Interceptor;
import okhttp3.Response;

import io.callqueue.metrics.Each;
import io.callqueue.tracing.Tracing;

/** How long Plivo takes to answer, for metrics and traces: from the moment at which a request leaves, on a connection that stands, to the head of its answer. */
final class RequestTimes implements Interceptor {
    private static final Duration[] BUCKETS = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofSeconds(10)};
    private final MeterRegistry registry;
    private final Each<Kind, Each<Answer, Timer>> timers;
    private final Tracing tracing;

    private enum Kind {
        DIAL, HANG_UP, LOOK_UP;

        static Kind of(String method) {
            return switch (method) {
                case "POST" -> DIAL;
                case "DELETE" -> HANG_UP;
                default -> LOOK_UP;
            };
        }
    }

    private enum Answer {
        OK, REFUSED, ERROR, NONE;

        static Answer of(int status) {
            return status < 400 ? OK : status < 500 ? REFUSED : ERROR;
        }
    }

    RequestTimes(MeterRegistry registry, Tracing tracing) {
        this.tracing = tracing;
        this.registry = registry;
        this.timers = Each.ofValues(Kind.class,
                kind -> Each.of(Answer.class, answer -> timer(Each.word(kind), answer)));
    }

    private Timer timer(String kind, String answer) {
        return Timer.builder("callqueue.plivo.request").tag("request", kind).tag("answer", answer)
                .description("From a request's leaving to Plivo's answer").serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Timer.Sample sample = Timer.start(registry);
        Answer answer = Answer.NONE;
        try (Tracing.Part part = tracing.begin("Plivo " + chain.request().method(), SpanKind.CLIENT)) {
            Response response = proceed(chain, part);
            answer = Answer.of(response.code());
            return response;
        } finally {
            sample.stop(timers.of(Kind.of(chain.request().method())).of(answer));
        }
    }

    private static Response proceed(Chain chain, Tracing.Part part) throws IOException {
        try {
            Response response = chain.proceed(chain.request());
            part.tell("http.response.status_code", response.code());
            return response;
        } catch (IOException e) {
            part.failed(e);
            throw e;
        }
    }
}
