package io.callqueue.scheduler.ledger;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the ledger keeps what it can make anew from Kafka.
 *
 * @param stateDir a folder of this machine; several retry-schedulers may share it
 */
@ConfigurationProperties("callqueue.scheduler.ledger")
public record LedgerSettings(Path stateDir) {
    public LedgerSettings {
        if (Files.exists(stateDir) && !Files.isDirectory(stateDir)) {
            throw new IllegalArgumentException("LEDGER_STATE_DIR is " + stateDir + ": it must be a folder");
        }
    }
}
