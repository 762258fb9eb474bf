package io.callqueue.ingest;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.callqueue.infra.junit.KafkaExtension;
import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

import static org.awaitility.Awaitility.await;

/** Gives tests the one service of the run, and its topics; Redis is emptied before each class. */
public final class IngestExtension implements BeforeAllCallback, ParameterResolver {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final KafkaExtension kafka = new KafkaExtension();
    private final RedisExtension redis = new RedisExtension();

    @Override
    public void beforeAll(ExtensionContext context) {
        kafka.beforeAll(context);
        redis.beforeAll(context);
        try (RedisConnection connection = RedisConnection.open(new RedisSettings(redis.uri(), PATIENCE))) {
            connection.takeAsComplete(); // the service of the run goes on with an empty one
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ingest.class
                || parameter.getParameter().getType() == Records.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ingest.class
                ? open(ingest(context))
                : new Records(kafka.bootstrapServers());
    }

    /** It may have seen Redis empty before that was taken for complete. */
    private static Ingest open(Ingest ingest) {
        await().until(() -> ingest.bean(Connections.class).redisClosedBecause().isEmpty());
        return ingest;
    }

    private Ingest ingest(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(Ingest.class)).computeIfAbsent(Ingest.class,
                key -> Ingest.start(kafka.bootstrapServers(), redis.uri(), List.of(), "callqueue.cancel.patience=2s",
                        "callqueue.health.cached=0"),
                Ingest.class);
    }
}
