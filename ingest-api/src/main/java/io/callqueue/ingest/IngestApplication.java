package io.callqueue.ingest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

import io.callqueue.startup.BlankVariables;

/** The service that takes calls in. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestApplication {
    private static final Logger LOG = LoggerFactory.getLogger(IngestApplication.class);

    public static void main(String[] args) {
        builder().run(args);
    }

    /** The service with its own settings file, {@code ingest-api.yml}: several services may run in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(IngestApplication.class).web(WebApplicationType.REACTIVE)
                .properties("spring.config.name=ingest-api").initializers(new BlankVariables());
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        String host = event.getApplicationContext().getEnvironment().getProperty("server.address", "*");
        LOG.info("ingest-api listens at http://{}:{}", host, event.getWebServer().getPort());
    }
}
