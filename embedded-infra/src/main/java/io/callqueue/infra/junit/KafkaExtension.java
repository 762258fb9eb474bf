package io.callqueue.infra.junit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Kafka: as {@code @ExtendWith} with a parameter of type {@link KafkaAddress}, or where a static method
 * needs the address as
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KafkaExtension kafka = new KafkaExtension();
 * }</pre>
 *
 * <p>All test classes of a JVM share it, and topics stay: a class either has topics of its own, or begins with {@link
 * #deleteTopics}. A test that stops Kafka starts an {@code EmbeddedKafka} of its own.
 */
public final class KafkaExtension implements BeforeAllCallback, ParameterResolver {

    private @Nullable KafkaAddress address;

    @Override
    public void beforeAll(ExtensionContext context) {
        address = SharedKafka.of(context).address();
    }

    /** Known once the test class starts. */
    public KafkaAddress address() {
        return Objects.requireNonNull(address, "register the extension in a static field");
    }

    public String bootstrapServers() {
        return address().bootstrapServers();
    }

    public void createTopics(int partitions, String... names) {
        List<NewTopic> topics = Stream.of(names)
                .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty())).toList();
        try (var admin = admin()) {
            await(admin.createTopics(topics).all());
        }
    }

    /** Deletes all topics but Kafka's own, with their records and the groups' offsets in them. */
    public void deleteTopics() {
        try (var admin = admin()) {
            await(admin.deleteTopics(await(admin.listTopics().names())).all());
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    @SuppressWarnings("NullAway") // Kafka's futures of nothing give null; no one looks at it
    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka worked", e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaAddress.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SharedKafka.of(context).address();
    }
}
