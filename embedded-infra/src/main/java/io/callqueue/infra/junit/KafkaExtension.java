package io.callqueue.infra.junit;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
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

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);

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

    /** Returns when clients see them. */
    public void createTopics(int partitions, String... names) {
        List<NewTopic> topics = Stream.of(names)
                .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty())).toList();
        try (var admin = admin()) {
            await(admin.createTopics(topics).all());
            awaitTold(() -> await(admin.listTopics().names()).containsAll(List.of(names)));
        }
    }

    /**
     * Deletes all topics but Kafka's own, with their records and the groups' offsets in them. Returns when no client sees
     * them any more: who makes topics anew would take an old one for there.
     */
    public void deleteTopics() {
        try (var admin = admin()) {
            Set<Uuid> before = topicIds(admin);
            await(admin.deleteTopics(await(admin.listTopics().names())).all());
            awaitTold(() -> Collections.disjoint(before, topicIds(admin)));
        }
    }

    private static Set<Uuid> topicIds(Admin admin) {
        return await(admin.listTopics().listings()).stream().map(TopicListing::topicId).collect(Collectors.toSet());
    }

    /** The broker, which clients ask, learns a moment later what the controller has done. */
    private static void awaitTold(BooleanSupplier told) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!told.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("Kafka does not show its topics as they are");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
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
