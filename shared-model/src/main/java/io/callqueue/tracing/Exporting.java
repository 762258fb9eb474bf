package io.callqueue.tracing;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/** Traces that leave this process. Apart from {@link Tracing}, so that nothing of it is loaded while tracing is off. */
final class Exporting {
    private static final int LAST_SECONDS = 5;

    private Exporting() {}

    /** In the background, many spans at once; what a collector that is away does not take is lost. */
    static SpanProcessor toCollector(TracingSettings settings) {
        return BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder().setEndpoint(settings.traces()).build())
                .build();
    }

    static Tracing tracing(String service, double ratio, SpanProcessor processor) {
        SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(processor)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .setResource(Resource.getDefault().toBuilder().put("service.name", service).build()).build();
        return new Tracing(OpenTelemetrySdk.builder().setTracerProvider(provider).build(), () -> {
            var unused = provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
        });
    }
}
