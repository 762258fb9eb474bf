package io.callqueue.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

import io.callqueue.call.CallId;

/** Traces what this service does with a call. Switched off, it does nothing. */
public final class Tracing implements AutoCloseable {
    /** Nothing is traced. */
    public static final Tracing OFF = new Tracing(OpenTelemetry.noop(), () -> {});
    private final Tracer tracer;
    private final Runnable end;

    /** @param end hands over what was traced last */
    Tracing(OpenTelemetry telemetry, Runnable end) {
        this.tracer = telemetry.getTracer("io.callqueue");
        this.end = end;
    }

    /** Begins a part of the trace that this thread is in, or else a new trace; until it is closed this thread is in the part. */
    public Part begin(String name, SpanKind kind) {
        return new Part(tracer.spanBuilder(name).setSpanKind(kind).startSpan());
    }

    /** One span. */
    public static final class Part implements AutoCloseable {
        private final Span span;
        private final Scope scope;

        @SuppressWarnings("MustBeClosedChecker") // it is, with the part
        private Part(Span span) {
            this.span = span;
            this.scope = span.makeCurrent();
        }

        /** Whose it is: a later attempt has a trace of its own, and is found by this. */
        public Part about(CallId id) {
            return tell("call_id", id.value());
        }

        public Part about(CallId id, int attempt) {
            span.setAttribute("attempt", attempt);
            return about(id);
        }

        public Part tell(String name, String value) {
            span.setAttribute(name, value);
            return this;
        }

        public Part tell(String name, long value) {
            span.setAttribute(name, value);
            return this;
        }

        public void failed(Throwable failure) {
            span.setStatus(StatusCode.ERROR, String.valueOf(failure));
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
