package io.callqueue.infra.redis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.callqueue.infra.DataDirectory;
import io.callqueue.infra.FreePort;

/**
 * A real redis-server (6.2, bundled; or else the one on the PATH) as a child process, reachable on 127.0.0.1 only. It
 * never evicts.
 *
 * <p>{@link #stop} or {@link #kill} and then {@link #start()} make an outage: the port stays, and the data too if
 * persistence is on. A kill of the JVM leaves the server running; the next start in its directory ends it. Its log is
 * {@code redis-server.log} in that directory.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private final RedisOptions options;
    private final DataDirectory directory;
    private final int port;
    private final Thread hook = new Thread(this::stop, "embedded-redis-stop");
    private @Nullable ServerProcess process;

    private EmbeddedRedis(RedisOptions options) {
        this.options = options;
        this.directory = DataDirectory.of(options.directory(), "callqueue-redis-");
        this.port = FreePort.orAny(options.port());
    }

    /**
     * Starts a server; takes a fraction of a second.
     *
     * @throws IllegalStateException if no redis-server runs on this machine, the port is taken, or a running server uses
     *         the directory; the message says which
     */
    public static EmbeddedRedis start(RedisOptions options) {
        var redis = new EmbeddedRedis(options);
        try {
            redis.start();
        } catch (RuntimeException | Error e) {
            redis.close();
            throw e;
        }
        if (options.shutdownHook()) {
            Runtime.getRuntime().addShutdownHook(redis.hook);
        }
        return redis;
    }

    /** Starts again after {@link #stop} or {@link #kill}, on the port it had; nothing happens if it runs. */
    public synchronized void start() {
        if (process == null) {
            Predecessor.end(directory.path()); // before its executable is written anew
            process = ServerProcess.start(command(), port, directory.path());
        }
    }

    /** Stops in good order; nothing happens if it is stopped. */
    public synchronized void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    /** Ends the server with SIGKILL, as a crash would. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    public synchronized void restart() {
        stop();
        start();
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public Path directory() {
        return directory.path();
    }

    /** Stops, and deletes the data if the directory is temporary. */
    @Override
    public synchronized void close() {
        stop();
        directory.close();
        forgetHook();
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down: the hook finds nothing to stop
        }
    }

    private List<String> command() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("port", String.valueOf(port));
        settings.put("bind", "127.0.0.1");
        settings.put("dir", directory.path().toString());
        settings.put("save", "");
        settings.put("appendonly", options.persistent() ? "yes" : "no");
        settings.put("appendfsync", "everysec");
        settings.put("maxmemory-policy", "noeviction");
        settings.putAll(options.settings());
        return commandLine(Executable.find(directory.path()), settings);
    }

    private static List<String> commandLine(String executable, Map<String, String> settings) {
        var command = new ArrayList<String>();
        command.add(executable);
        settings.forEach((name, value) -> {
            command.add("--" + name);
            command.add(value);
        });
        return command;
    }
}
