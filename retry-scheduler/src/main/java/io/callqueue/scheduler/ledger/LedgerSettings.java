package io.callqueue.scheduler.ledger;

import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the ledger keeps what it can make anew from Kafka.
 *
 * @param stateDir a folder of this machine; several retry-schedulers may share it
 */
@ConfigurationProperties("callqueue.scheduler.ledger")
public record LedgerSettings(Path stateDir) {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"), "callqueue-ledger");

    /** @param stateDir null or empty for one among Java's temporary files */
    public LedgerSettings(@Nullable Path stateDir) {
        this.stateDir = stateDir == null || stateDir.toString().isEmpty() ? TEMPORARY : stateDir;
        if (Files.exists(this.stateDir) && !Files.isDirectory(this.stateDir)) {
            throw new IllegalArgumentException("LEDGER_STATE_DIR is " + this.stateDir + ": it must be a folder");
        }
    }
}
