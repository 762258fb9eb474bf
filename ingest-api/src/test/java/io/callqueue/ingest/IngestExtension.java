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
import io.callqueue.ingest.control.PatientControl;
import io.callqueue.startup.Connections;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

import static org.awaitility.Awaitility.await;

/**
 * Gives tests the one service of the run, and its topics; Redis is emptied before each class. The service waits for
 * longer than a test needs to do the part of a dispatcher or a retry-scheduler.
 */
public final class IngestExtension implements BeforeAllCallback, ParameterResolver {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final KafkaExtension kafka = new KafkaExtension();
    private final RedisExtension redis = new RedisExtension();

    @Override
    public void beforeAll(ExtensionContext context) {
        kafka.beforeAll(context);
        Ingest running = store(context).get(Ingest.class, Ingest.class);
        if (running == null) {
            prepareRedis(context);
        } else {
            open(running).bean(Connections.class).emptyRedis();
        }
    }

    /** For a service that is still to be started. */
    private void prepareRedis(ExtensionContext context) {
        redis.beforeAll(context);
        try (RedisConnection connection = RedisConnection.open(new RedisSettings(redis.uri(), PATIENCE))) {
            connection.takeAsComplete();
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

    private static Ingest open(Ingest ingest) {
        await().atMost(PATIENCE).until(() -> ingest.bean(Connections.class).redisClosedBecause().isEmpty());
        return ingest;
    }

    private Ingest ingest(ExtensionContext context) {
        return store(context).computeIfAbsent(Ingest.class,
                key -> Ingest.start(kafka.bootstrapServers(), redis.uri(), List.of(PatientControl.class),
                        "callqueue.cancel.patience=60s", "callqueue.reschedule.patience=60s",
                        "callqueue.health.cached=0"),
                Ingest.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(Ingest.class));
    }
}
