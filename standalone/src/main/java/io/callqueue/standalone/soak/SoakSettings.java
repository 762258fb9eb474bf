package io.callqueue.standalone.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.callqueue.standalone.town.TownSettings;

/** The services' environment: low caps, which a few calls reach, and short deadlines, so that a round takes a minute. */
final class SoakSettings {
    static final int CAP = 60;
    static final int RATE = 80;
    static final Duration DEADLINE = Duration.ofSeconds(4);

    private SoakSettings() {}

    static TownSettings of(long seed) {
        return new TownSettings(seed, Weather.calm(), environment(), List.of("-XX:TieredStopAtLevel=1"));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.putAll(Map.of("MAX_CONCURRENT_CALLS", String.valueOf(CAP), "RATE_LIMIT_PER_SECOND",
                String.valueOf(RATE), "RATE_TOLERANCE", "250ms", "PLIVO_NUMBER", "+14155550100,+14155550101",
                "KAFKA_PARTITIONS", "6", "KAFKA_SESSION_TIMEOUT", "3s", "DIAL_DEADLINE",
                DEADLINE.toSeconds() + "s", "PLIVO_REQUEST_TIMEOUT", "1s", "PERMIT_LAPSE", "2s",
                "CALLEE_BUSY_DELAY", "1s"));
        environment.putAll(Map.of("LEASE_WATCH_INTERVAL", "1s", "PLIVO_AWAY_DELAY", "1s", "LOOK_UP_SPACING", "1500ms",
                "RECORD_LAG", "1500ms",
                "LOOK_UP_INTERVAL", "1500ms", "RETURN_AFTER", "3s", "FIRST_WEBHOOK_TIMEOUT", "3s", "WEBHOOK_MARGIN",
                "2s"));
        environment.putAll(Map.of("RETRY_BUSY_BASE", "1s", "RETRY_NETWORK_BASE", "1s", "RETRY_NO_ANSWER_BASE", "1s",
                "RETRY_ACCOUNT_LIMIT_BASE", "1s", "DRAIN_TIMEOUT", "5s", "WINDOW_SPREAD", "5s"));
        return environment;
    }
}
