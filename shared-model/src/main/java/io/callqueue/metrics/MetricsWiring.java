package io.callqueue.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where a service counts. Nothing is closed here: services of one JVM may share it. */
@Configuration(proxyBeanMethods = false)
public class MetricsWiring {
    @Bean(destroyMethod = "")
    ServiceMetrics serviceMetrics(ObjectProvider<ServiceMetrics.Shared> shared) {
        return ServiceMetrics.of(shared);
    }

    @Bean(destroyMethod = "")
    MeterRegistry meterRegistry(ServiceMetrics metrics) {
        return metrics.registry();
    }
}
