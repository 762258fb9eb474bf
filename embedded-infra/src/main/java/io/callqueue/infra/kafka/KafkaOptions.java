package io.callqueue.infra.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an {@link EmbeddedKafka} is started.
 *
 * @param directory where records are kept; empty: a temporary directory, deleted on close
 * @param port where clients connect, on 127.0.0.1; 0: any free port
 * @param partitions of a topic that is created without a number
 * @param settings broker settings that overrule those of {@link EmbeddedKafka}
 */
public record KafkaOptions(Optional<Path> directory, int port, int partitions, Map<String, String> settings) {

    public KafkaOptions {
        settings = Map.copyOf(settings);
    }

    /** For tests: temporary directory, any port, 4 partitions. */
    public static KafkaOptions temporary() {
        return new KafkaOptions(Optional.empty(), 0, 4, Map.of());
    }

    /** Keeps its data in this directory. */
    public static KafkaOptions in(Path directory) {
        return new KafkaOptions(Optional.of(directory), 0, 4, Map.of());
    }

    public KafkaOptions withPort(int port) {
        return new KafkaOptions(directory, port, partitions, settings);
    }

    public KafkaOptions withPartitions(int partitions) {
        return new KafkaOptions(directory, port, partitions, settings);
    }

    /** Adds a broker setting, such as {@code group.min.session.timeout.ms}. */
    public KafkaOptions withSetting(String name, String value) {
        var all = new LinkedHashMap<>(settings);
        all.put(name, value);
        return new KafkaOptions(directory, port, partitions, all);
    }
}
