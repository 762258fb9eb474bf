package io.callqueue.dispatcher;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

import io.callqueue.metrics.MetricsWiring;
import io.callqueue.startup.BlankVariables;
import io.callqueue.tracing.TracingWiring;

/** The service that dials. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({Settings.class, MetricsWiring.class, TracingWiring.class, Wiring.class, DialingWiring.class, NewsWiring.class})
public class DispatcherApplication {

    /** A builder whose settings come from {@code dispatcher.yml} and the environment. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(DispatcherApplication.class).web(WebApplicationType.NONE)
                .properties("spring.config.name=dispatcher").initializers(new BlankVariables())
                .registerShutdownHook(false);
    }

    static void main(String[] args) {
        builder().registerShutdownHook(true).run(args);
    }
}
