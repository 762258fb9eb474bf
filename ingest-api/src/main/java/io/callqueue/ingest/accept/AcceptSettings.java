package io.callqueue.ingest.accept;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of what is accepted.
 *
 * @param maxCallSize of one call's request
 * @param maxInFlight single calls that wait for Kafka's ack at the same time
 */
@ConfigurationProperties("callqueue.accept")
public record AcceptSettings(DataSize maxCallSize, int maxInFlight) {
    /** A record and its event must stay below the mebibyte that a Kafka broker takes by default. */
    private static final DataSize LARGEST = DataSize.ofKilobytes(900);

    public AcceptSettings {
        if (maxCallSize.toBytes() < 1024 || maxCallSize.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(
                    "MAX_CALL_SIZE is " + maxCallSize.toBytes() + " bytes: it must be from 1KB to 900KB");
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException(
                    "ACCEPT_MAX_IN_FLIGHT is " + maxInFlight + ": at least 1, or no call is accepted");
        }
    }
}
