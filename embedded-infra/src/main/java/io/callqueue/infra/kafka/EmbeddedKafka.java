package io.callqueue.infra.kafka;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.callqueue.infra.DataDirectory;
import io.callqueue.infra.FreePort;

/**
 * The real Kafka server in this JVM, reachable on 127.0.0.1 only. Topics are created by users, never by the broker.
 *
 * <p>{@link #stop} and {@link #start()} make an outage: port and data stay. A directory of the user's is also taken up
 * again after a kill of the JVM.
 *
 * <p>Kafka talks a lot. Its loggers are {@code org.apache.kafka}, {@code kafka} and {@code state.change.logger}; at level
 * {@code ERROR} a start and a stop in good order say nothing. Clients warn under {@code org.apache.kafka.clients}.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaOptions options;
    private final DataDirectory directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KRaftNode node;

    private EmbeddedKafka(KafkaOptions options) {
        this.options = options;
        this.directory = DataDirectory.of(options.directory(), "callqueue-kafka-");
        this.port = FreePort.orAny(options.port());
        this.controllerPort = FreePort.orAny(0);
    }

    /**
     * Starts a broker; takes a few seconds.
     *
     * @throws RuntimeException if the port is taken, or a running server uses the directory
     */
    public static EmbeddedKafka start(KafkaOptions options) {
        var kafka = new EmbeddedKafka(options);
        try {
            kafka.start();
        } catch (RuntimeException | Error e) {
            kafka.directory.close();
            throw e;
        }
        return kafka;
    }

    /** Starts again after {@link #stop}, with the data and the port it had; nothing happens if it runs. */
    public synchronized void start() {
        if (node == null) {
            node = new KRaftNode(NodeSettings.of(options, directory.path(), port, controllerPort), directory.path(),
                    controllerPort);
        }
    }

    /** Stops in good order and keeps the data, even in a temporary directory; nothing happens if it is stopped. */
    public synchronized void stop() {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    public synchronized void restart() {
        stop();
        start();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
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
    }
}
