package io.callqueue.metrics;

import java.util.Optional;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where a service that has no HTTP port of its own is scraped.
 *
 * @param host the address of this machine that is listened at
 * @param port 0 for any free one; empty: nowhere
 */
@ConfigurationProperties("callqueue.metrics")
public record MetricsSettings(String host, Optional<Integer> port) {
    public MetricsSettings {
        if (port.filter(number -> number < 0 || number > 65_535).isPresent()) {
            throw new IllegalArgumentException("METRICS_PORT is " + port.get()
                    + ": it must be from 1 to 65535, or 0 for any free port, or empty for none");
        }
    }
}
