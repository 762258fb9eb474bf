package io.callqueue.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisConnectionException;

/**
 * What Redis answers, with one kind of failure: the command on whose turn a connection breaks gets the socket's own {@link IOException} from
 * Lettuce, all others a {@link io.lettuce.core.RedisException}. Whoever outlasts an outage must know both as the same.
 */
public final class RedisAnswer {
    private RedisAnswer() {}

    /** The answer; or a {@link io.lettuce.core.RedisException} whenever Redis could not be reached, or answered with an error. */
    public static <T> CompletableFuture<T> of(CompletionStage<T> asked) {
        return asked.toCompletableFuture()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asRedis(cause(failure))));
    }

    private static Throwable asRedis(Throwable cause) {
        return cause instanceof IOException
                ? new RedisConnectionException("the connection to Redis broke", cause)
                : cause;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
