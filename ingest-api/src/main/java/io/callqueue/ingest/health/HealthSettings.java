package io.callqueue.ingest.health;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param agentServerUrl the voice bot's
 * @param timeout within which a part must answer to count as up
 * @param cached how long an answer is given again, so that many who ask do no harm
 */
@ConfigurationProperties("callqueue.health")
public record HealthSettings(URI agentServerUrl, Duration timeout, Duration cached) {
    public HealthSettings {
        boolean isHttp = "http".equals(agentServerUrl.getScheme()) || "https".equals(agentServerUrl.getScheme());
        if (!isHttp || agentServerUrl.getHost() == null) {
            throw new IllegalArgumentException("AGENT_SERVER_URL is '" + agentServerUrl
                    + "': it must be http(s)://host[:port][/path], such as http://localhost:8765");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("callqueue.health.timeout is " + timeout + ": it must be positive");
        }
    }

    URI agentHealth() {
        return URI.create(agentServerUrl.toString().replaceFirst("/+$", "") + "/health");
    }
}
