package io.callqueue.ingest.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what Kafka or Redis answer, on a virtual thread. */
public final class Await {
    private Await() {}

    /** The result; or its failure as it was thrown first, such as a KafkaException or a RedisException. */
    public static <T> T result(CompletableFuture<T> promised) {
        try {
            return promised.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
