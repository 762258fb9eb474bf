package io.callqueue.infra.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server that a killed JVM left behind. Two servers in one directory would spoil its data, so the older one is
 * ended before the next starts.
 */
final class Predecessor {

    private static final Logger log = LoggerFactory.getLogger(Predecessor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Predecessor() {}

    /** Ends the process recorded in the directory if it still is that redis-server; any other process is left alone. */
    static void end(Path directory) {
        ServerRecord.read(directory).ifPresent(server -> server.process().ifPresent(process -> {
            log.info("ending redis-server {}, which an earlier run left behind", server.pid());
            end(server, process);
        }));
    }

    /** Asks first: on SIGTERM Redis writes what its append-only file still lacks. */
    private static void end(ServerRecord server, ProcessHandle process) {
        process.destroy();
        if (!isGone(server, process)) {
            process.destroyForcibly();
            if (!isGone(server, process)) {
                throw new IllegalStateException("redis-server " + server.pid() + " of an earlier run cannot be ended");
            }
        }
    }

    /**
     * Waits for the exit, since a dying process still holds its port for a moment. Where no parent reaps it, a dead
     * process never counts as exited: then it is enough that it has lost its executable.
     */
    private static boolean isGone(ServerRecord server, ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return server.process().isEmpty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for redis-server " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while redis-server " + server.pid() + " ends", e);
        }
    }
}
