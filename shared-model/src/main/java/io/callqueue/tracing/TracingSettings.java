package io.callqueue.tracing;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether calls are traced.
 *
 * @param mode {@code off} or {@code otlp}
 * @param endpoint of the collector, OTLP by HTTP: {@code /v1/traces} is put behind it
 * @param ratio of the traces begun here that are kept: 0 to 1
 */
@ConfigurationProperties("callqueue.tracing")
public record TracingSettings(String mode, URI endpoint, double ratio) {
    public TracingSettings {
        if (!mode.equals("off") && !mode.equals("otlp")) {
            throw new IllegalArgumentException("TRACING is '" + mode + "': it must be off or otlp");
        }
        boolean isHttp = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!isHttp || endpoint.getHost() == null) {
            throw new IllegalArgumentException("OTEL_EXPORTER_OTLP_ENDPOINT is '" + endpoint
                    + "': it must be http(s)://host[:port][/path], such as http://localhost:4318");
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("TRACING_RATIO is " + ratio + ": it must be from 0 to 1");
        }
    }

    boolean isOn() {
        return mode.equals("otlp");
    }

    String traces() {
        return endpoint.toString().replaceFirst("/+$", "") + "/v1/traces";
    }
}
