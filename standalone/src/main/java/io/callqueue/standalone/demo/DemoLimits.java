package io.callqueue.standalone.demo;

import java.util.HashMap;
import java.util.Map;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;

/** What the demo's services are set to, whatever the environment says. */
public final class DemoLimits {
    static final int MAX_CONCURRENT_CALLS = 40;
    static final int RATE_PER_SECOND = 20;

    private DemoLimits() {}

    /** People who answer soon and talk briefly. */
    public static Behavior behavior() {
        return Behavior.DEFAULT
                .withPace(Pace.DEFAULT.withRing(new Spread(300, 1500, 0)).withTalk(new Spread(500, 8000, 2500)));
    }

    /** Settings for a campaign of a minute: look-ups come sooner than one would ask a real Plivo. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("callqueue.admission.max-concurrent-calls", String.valueOf(MAX_CONCURRENT_CALLS));
        settings.put("callqueue.admission.rate-per-second", String.valueOf(RATE_PER_SECOND));
        settings.put("callqueue.admission.tolerance", "50ms");
        settings.put("callqueue.reconcile.look-up-spacing", "2s");
        settings.put("callqueue.reconcile.record-lag", "2s");
        settings.put("callqueue.reconcile.first-webhook", "5s");
        settings.put("callqueue.kafka.partitions", "6");
        settings.put("callqueue.redis.timeout", "30s"); // all runs on one machine, which may be a slow one
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", "0");
        return settings;
    }
}
