package io.callqueue.metrics;

import java.io.IOException;
import java.util.Optional;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Prometheus reads a service that has no HTTP port of its own: {@code GET /metrics}. */
public final class MetricsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private final Optional<HTTPServer> server;

    private MetricsServer(Optional<HTTPServer> server) {
        this.server = server;
    }

    /** @throws IllegalArgumentException when somebody else has the port */
    public static MetricsServer start(MetricsSettings settings, ServiceMetrics metrics) {
        Optional<HTTPServer> server = settings.port().map(port -> listen(settings.host(), port, metrics));
        server.ifPresent(started -> LOG.info("metrics at http://{}:{}/metrics", settings.host(), started.getPort()));
        return new MetricsServer(server);
    }

    private static HTTPServer listen(String host, int port, ServiceMetrics metrics) {
        try {
            return HTTPServer.builder().hostname(host).port(port).registry(metrics.prometheus()).buildAndStart();
        } catch (IOException e) {
            throw new IllegalArgumentException("METRICS_PORT is " + port + ": " + host + ":" + port
                    + " can not be listened at (" + e.getMessage()
                    + "); each service of a machine needs a port of its own, 0 takes any free one", e);
        }
    }

    /** The port that it listens at; empty when it does not. */
    public Optional<Integer> port() {
        return server.map(HTTPServer::getPort);
    }

    @Override
    public void close() {
        server.ifPresent(HTTPServer::close);
    }
}
