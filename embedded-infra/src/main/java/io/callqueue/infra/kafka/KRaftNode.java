package io.callqueue.infra.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of broker and controller.
 *
 * <p>It is put together here, and not by Kafka's own {@code KafkaRaftServer}, because that one ends the JVM on a fatal
 * fault. Here a fault is logged, and a start that fails is an exception.
 */
final class KRaftNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KRaftNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    /** Formats the directory if it is new, and starts; returns when clients can connect. */
    KRaftNode(Properties settings, Path directory, int controllerPort) {
        formatWhenNew(directory);
        var config = KafkaConfig.fromProps(settings, false);
        var directories = KafkaRaftServer.initializeLogDirs(config, log, "");
        var metadata = directories._1();
        var voters = Map.of(NodeSettings.NODE_ID, new InetSocketAddress("127.0.0.1", controllerPort));
        var shared = new SharedServer(config, metadata, Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, metadata.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(voters), List.of(),
                (name, fatal, action) -> new LoggingFaultHandler(name, action), ServerSocketFactory.INSTANCE);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
        broker = new BrokerServer(shared);
        startup();
    }

    private void startup() {
        try {
            controller.startup();
            broker.startup();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The broker first: it says goodbye to the controller, so that the next start need not wait for its session. */
    @Override
    public void close() {
        try {
            broker.shutdown();
        } finally {
            controller.shutdown();
        }
    }

    /** Formatter writes {@code meta.properties} last, so that a format that was cut short is done again. */
    private static void formatWhenNew(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter().setClusterId(Uuid.randomUuid().toString()).setNodeId(NodeSettings.NODE_ID)
                    .setControllerListenerName(NodeSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString()).addDirectory(directory.toString())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + directory + " for Kafka", e);
        }
    }
}
