package io.callqueue.dispatcher;

import java.time.Duration;

import io.callqueue.store.Epochs;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;

/** The Redis of tests that need no dispatcher, which has all it should. */
public final class CompleteRedis {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private CompleteRedis() {}

    /**
     * A connection to it. Another one takes Redis for complete, if it is not: of that one a look may be under way still that saw it before,
     * and closes it once more.
     */
    public static RedisConnection open(String uri) {
        RedisSettings settings = new RedisSettings(uri, TIMEOUT);
        RedisConnection connection = RedisConnection.open(settings);
        if (!connection.isIncomplete()) {
            return connection;
        }
        connection.takeAsComplete();
        connection.close();
        return RedisConnection.open(settings);
    }

    /** Takes all from it; it is complete meanwhile. */
    public static void empty(RedisConnection connection) {
        new Epochs(connection.commands()).empty();
    }
}
