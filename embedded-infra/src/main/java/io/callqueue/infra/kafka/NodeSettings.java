package io.callqueue.infra.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of a single node that is broker and controller in one. */
final class NodeSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private NodeSettings() {}

    static Properties of(KafkaOptions options, Path directory, int brokerPort, int controllerPort) {
        var settings = new Properties();
        place(settings, directory, brokerPort, controllerPort);
        topics(settings, options.partitions());
        quickness(settings);
        thrift(settings);
        settings.putAll(options.settings());
        return settings;
    }

    private static void place(Properties settings, Path directory, int brokerPort, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("log.dirs", directory.toString());
        settings.put("listeners",
                "BROKER://127.0.0.1:" + brokerPort + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "BROKER://127.0.0.1:" + brokerPort);
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    }

    private static void topics(Properties settings, int partitions) {
        settings.put("auto.create.topics.enable", "false"); // a misspelled topic shall be an error
        settings.put("num.partitions", String.valueOf(partitions));
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void quickness(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000"); // tests of dead consumers need not wait 6 s
        settings.put("broker.heartbeat.interval.ms", "200");
        // After a kill the controller lets the broker back only when its old session is over
        settings.put("broker.session.timeout.ms", "4000");
        // Without it a start that cannot succeed would hang
        settings.put("server.max.startup.time.ms", "60000");
    }

    private static void thrift(Properties settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "8388608"); // Kafka's own default takes 128 MB of heap
    }
}
