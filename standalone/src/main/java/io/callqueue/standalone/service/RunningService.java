package io.callqueue.standalone.service;

import java.util.Map;
import java.util.Optional;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.callqueue.dispatcher.dial.Checkpoints;
import io.callqueue.metrics.ServiceMetrics;

/** A service running in this process. */
public final class RunningService implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a service; returns when it is ready, which it is once Kafka and Redis are there.
     *
     * @param settings properties that go before the environment
     */
    public static RunningService start(ServiceName name, Map<String, String> settings) {
        return start(name.builder(), settings);
    }

    /** A service that counts together with others of this process: all are scraped where one of them is. */
    public static RunningService start(ServiceName name, Map<String, String> settings, ServiceMetrics metrics) {
        ApplicationContextInitializer<GenericApplicationContext> counting = context -> context
                .registerBean(ServiceMetrics.Shared.class, () -> new ServiceMetrics.Shared(metrics));
        return start(name.builder().initializers(counting), settings);
    }

    private static RunningService start(SpringApplicationBuilder service, Map<String, String> settings) {
        String[] args = settings.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return new RunningService(service.registerShutdownHook(false).logStartupInfo(false).run(args));
    }

    /** A dispatcher that is watched at every step of its dials. */
    public static RunningService startDispatcher(Checkpoints checkpoints) {
        ApplicationContextInitializer<GenericApplicationContext> watched = context -> context
                .registerBean(Checkpoints.class, () -> checkpoints);
        return new RunningService(ServiceName.DISPATCHER.builder().initializers(watched).registerShutdownHook(false)
                .logStartupInfo(false).run());
    }

    /** The port it listens on; 0 when it does not. */
    public int port() {
        return Optional.of(context).filter(WebServerApplicationContext.class::isInstance)
                .map(WebServerApplicationContext.class::cast)
                .flatMap(web -> Optional.ofNullable(web.getWebServer())).map(WebServer::getPort).orElse(0);
    }

    @Override
    public void close() {
        context.close();
    }
}
