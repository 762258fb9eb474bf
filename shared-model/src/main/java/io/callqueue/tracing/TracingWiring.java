package io.callqueue.tracing;

import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Where a service's traces go: to a collector, or to the processor that a test gives. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
public class TracingWiring {
    @Bean
    Tracing tracing(TracingSettings settings, ObjectProvider<SpanProcessor> other, Environment environment) {
        if (!settings.isOn()) {
            return Tracing.OFF;
        }
        String service = environment.getProperty("spring.config.name", "callqueue");
        return Exporting.tracing(service, settings.ratio(),
                other.getIfAvailable(() -> Exporting.toCollector(settings)));
    }
}
