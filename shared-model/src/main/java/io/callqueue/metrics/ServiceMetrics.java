package io.callqueue.metrics;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.beans.factory.ObjectProvider;

/** All that is counted in this process: services that share a JVM share it, so that one scrape tells of them all. */
public final class ServiceMetrics implements AutoCloseable {
    /** What Prometheus takes from any server. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public ServiceMetrics() {
        List.<MeterBinder>of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(),
                new UptimeMetrics(), collections).forEach(each -> each.bindTo(registry));
    }

    /** What the services of a JVM share, given to each of them as a bean. */
    public record Shared(ServiceMetrics metrics) {}

    /** Those that are shared, or else some of the service's own. */
    public static ServiceMetrics of(ObjectProvider<Shared> shared) {
        Shared given = shared.getIfAvailable();
        return given == null ? new ServiceMetrics() : given.metrics();
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** What stands in the registry now, for {@link #CONTENT_TYPE}. */
    public String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    PrometheusRegistry prometheus() {
        return registry.getPrometheusRegistry();
    }

    @Override
    public void close() {
        collections.close();
    }
}
