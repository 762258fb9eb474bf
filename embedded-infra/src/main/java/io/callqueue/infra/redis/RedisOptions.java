package io.callqueue.infra.redis;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an {@link EmbeddedRedis} is started.
 *
 * @param directory of its data; empty: a temporary directory, deleted on close
 * @param port on 127.0.0.1; 0: any free port
 * @param persistent whether data outlives a stop or kill of the server (append-only file, synced every second)
 * @param shutdownHook whether the server is ended by a shutdown hook of the JVM. Hooks run beside each other, so an
 *        application that still needs Redis while it shuts down switches it off and closes the server itself
 * @param settings server settings that overrule those of {@link EmbeddedRedis}
 */
public record RedisOptions(Optional<Path> directory, int port, boolean persistent, boolean shutdownHook,
        Map<String, String> settings) {

    public RedisOptions {
        settings = Map.copyOf(settings);
    }

    /** For tests: temporary directory, any port, data in memory only. */
    public static RedisOptions temporary() {
        return new RedisOptions(Optional.empty(), 0, false, true, Map.of());
    }

    /** Keeps its data in this directory. */
    public static RedisOptions in(Path directory) {
        return new RedisOptions(Optional.of(directory), 0, true, true, Map.of());
    }

    public RedisOptions withPort(int port) {
        return new RedisOptions(directory, port, persistent, shutdownHook, settings);
    }

    public RedisOptions withPersistence(boolean persistent) {
        return new RedisOptions(directory, port, persistent, shutdownHook, settings);
    }

    public RedisOptions withShutdownHook(boolean shutdownHook) {
        return new RedisOptions(directory, port, persistent, shutdownHook, settings);
    }

    /** Adds a server setting, such as {@code maxmemory}. */
    public RedisOptions withSetting(String name, String value) {
        var all = new LinkedHashMap<>(settings);
        all.put(name, value);
        return new RedisOptions(directory, port, persistent, shutdownHook, all);
    }
}
