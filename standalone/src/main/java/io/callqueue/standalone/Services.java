package io.callqueue.standalone;

import java.util.HashMap;
import java.util.Map;

import io.callqueue.infra.FreePort;
import io.callqueue.metrics.ServiceMetrics;
import io.callqueue.simulator.PlivoSimulator;
import io.callqueue.standalone.infra.Environment;
import io.callqueue.standalone.service.RunningService;
import io.callqueue.standalone.service.ServiceName;

/** The three services in this process. */
final class Services {
    private Services() {}

    /** The settings of services that dial this simulator, whatever the environment says. */
    static Map<String, String> dialing(PlivoSimulator simulator) {
        String uri = simulator.uri().toString();
        return Map.of("callqueue.plivo.api-url", uri, "callqueue.plivo.auth-id", simulator.authId(),
                "callqueue.plivo.auth-token",
                simulator.authToken(), "callqueue.plivo.number", Exports.CALLER_NUMBER, "callqueue.webhook.auth-token",
                simulator.authToken(),
                "callqueue.voice-bot.url", uri, "callqueue.health.agent-server-url", uri);
    }

    /**
     * Starts all three, ingest-api first: its port is where Plivo's webhooks go.
     *
     * @param isPublicUrlKnown the environment says where Plivo reaches us
     * @return the port of ingest-api
     */
    static int startAll(Started started, Map<String, String> settings, boolean isPublicUrlKnown) {
        Map<String, String> all = new HashMap<>(settings);
        if (!isPublicUrlKnown) {
            all.putAll(publicUrl(all));
        }
        all.put("callqueue.metrics.port", ""); // ingest-api's port tells of all three
        ServiceMetrics metrics = started.start(ServiceMetrics::new);
        RunningService ingest = started.start(() -> RunningService.start(ServiceName.INGEST_API, all, metrics));
        started.start(() -> RunningService.start(ServiceName.RETRY_SCHEDULER, all, metrics));
        started.start(() -> RunningService.start(ServiceName.DISPATCHER, all, metrics));
        return ingest.port();
    }

    /** Webhooks are checked against the public URL, so the port must be known before ingest-api starts. */
    private static Map<String, String> publicUrl(Map<String, String> settings) {
        String set = settings.get("server.port");
        int port = set == null ? Environment.ofProcess().port("PORT", 8000) : Integer.parseInt(set);
        int chosen = port == 0 ? FreePort.orAny(0) : port;
        String url = "http://127.0.0.1:" + chosen;
        return Map.of("server.port", String.valueOf(chosen), "callqueue.webhook.public-url", url,
                "callqueue.plivo.public-url", url);
    }
}
