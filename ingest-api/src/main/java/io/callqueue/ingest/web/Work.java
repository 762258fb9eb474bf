package io.callqueue.ingest.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.context.annotation.DependsOn;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Runs steps that wait for Kafka or Redis on virtual threads, so that they read one after the other and no event loop ever waits. What was
 * begun is brought to its end, even when the client has gone.
 */
@Component
@DependsOn("connections")
public final class Work implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** The answer that these steps come to; a problem when Kafka or Redis fail them. */
    public Mono<ResponseEntity<byte[]>> answer(Callable<ResponseEntity<byte[]>> steps) {
        return Mono.fromFuture(() -> start(() -> Outage.guarded(steps)), true);
    }

    /** Begins these steps beside others. */
    public <T> CompletableFuture<T> start(Callable<T> steps) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return steps.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}
