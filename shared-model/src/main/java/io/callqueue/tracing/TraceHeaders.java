package io.callqueue.tracing;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The trace that a request or a record belongs to, as W3C's {@code traceparent} says it. */
public final class TraceHeaders {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    /** Writes down the trace that this thread is in, if it is in one. */
    public static void put(Headers headers) {
        if (Span.current().getSpanContext().isValid()) {
            W3C.inject(Context.current(), headers, (to, name, value) -> {
                if (to != null) {
                    to.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
                }
            });
        }
    }

    /** This thread is in the trace of the record, if it has one, until the scope is closed. */
    public static Scope enter(Headers headers) {
        return enter(name -> {
            Header found = headers.lastHeader(name);
            return found == null || found.value() == null ? null : new String(found.value(), StandardCharsets.UTF_8);
        });
    }

    /** The same for what was asked by HTTP. @param header by its name, in lower case; null where there is none */
    @SuppressWarnings("MustBeClosedChecker") // by whoever enters
    public static Scope enter(Lookup header) {
        return W3C.extract(Context.root(), header, GETTER).makeCurrent();
    }

    /** The value of a header. */
    @FunctionalInterface
    public interface Lookup {
        @Nullable
        String of(String name);
    }

    private static final TextMapGetter<Lookup> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Lookup header) {
            return List.copyOf(W3C.fields());
        }

        @Override
        public @Nullable String get(@Nullable Lookup header, String name) {
            return header == null ? null : header.of(name);
        }
    };
}
