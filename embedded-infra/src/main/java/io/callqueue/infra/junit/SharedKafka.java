package io.callqueue.infra.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import io.callqueue.infra.kafka.EmbeddedKafka;
import io.callqueue.infra.kafka.KafkaOptions;

/** The one Kafka of a test run; JUnit closes it after the last test class. */
record SharedKafka(KafkaAddress address, AutoCloseable server) implements AutoCloseable {

    /** Nobody kills it: a machine that stands still for some seconds shall not make it dead to its own controller. */
    private static final String SESSION_MS = "60000";

    static SharedKafka of(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SharedKafka.class)).computeIfAbsent(SharedKafka.class,
                key -> start(), SharedKafka.class);
    }

    private static SharedKafka start() {
        if (Docker.isWanted()) {
            return Containers.kafka();
        }
        var kafka = EmbeddedKafka.start(KafkaOptions.temporary().withSetting("broker.session.timeout.ms", SESSION_MS));
        return new SharedKafka(new KafkaAddress(kafka.bootstrapServers()), kafka);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
