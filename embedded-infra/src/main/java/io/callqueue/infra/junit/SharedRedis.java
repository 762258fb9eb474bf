package io.callqueue.infra.junit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import io.callqueue.infra.redis.EmbeddedRedis;
import io.callqueue.infra.redis.RedisOptions;

/** The one Redis of a test run; JUnit closes it after the last test class. */
record SharedRedis(RedisAddress address, AutoCloseable server) implements AutoCloseable {

    static SharedRedis of(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SharedRedis.class)).computeIfAbsent(SharedRedis.class,
                key -> start(), SharedRedis.class);
    }

    private static SharedRedis start() {
        if (Docker.isWanted()) {
            return Containers.redis();
        }
        var redis = EmbeddedRedis.start(RedisOptions.temporary());
        return new SharedRedis(new RedisAddress("127.0.0.1", redis.port()), redis);
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
