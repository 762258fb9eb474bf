package io.callqueue.scheduler;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

import io.callqueue.metrics.MetricsWiring;
import io.callqueue.startup.BlankVariables;

/** The retry-scheduler. Without auto-configuration: what other services need on a shared class path is none of its business. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({Settings.class, MetricsWiring.class, Wiring.class})
public class SchedulerApplication {
    public static void main(String[] args) {
        builder().run(args);
    }

    /** The application, to be run alone or beside others in one JVM; its settings stand in {@code retry-scheduler.yml}. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(SchedulerApplication.class).web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF).properties("spring.config.name=retry-scheduler")
                .initializers(new BlankVariables());
    }
}
