package io.callqueue.ingest.web;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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
    private final ExecutorService longOnes = Executors
            .newThreadPerTaskExecutor(Thread.ofPlatform().name("large-body-", 0).factory());

    /** The answer that these steps come to; a problem when Kafka or Redis fail them. */
    public Mono<ResponseEntity<byte[]>> answer(Callable<ResponseEntity<byte[]>> steps) {
        return answer(steps, threads);
    }

    /**
     * The same of steps that compute for long, of which there must be few: on threads of the system, which shares the processors out. A
     * virtual thread keeps one until it waits; were it to yield, the same few could go on taking turns among themselves.
     */
    Mono<ResponseEntity<byte[]>> answerLong(Callable<ResponseEntity<byte[]>> steps) {
        return answer(steps, longOnes);
    }

    private static Mono<ResponseEntity<byte[]>> answer(Callable<ResponseEntity<byte[]>> steps, Executor threads) {
        return Mono.fromFuture(() -> start(() -> Outage.guarded(steps), threads), true);
    }

    /** Begins these steps beside others. */
    public <T> CompletableFuture<T> start(Callable<T> steps) {
        return start(steps, threads);
    }

    private static <T> CompletableFuture<T> start(Callable<T> steps, Executor threads) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return steps.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, threads);
    }

    /** The long ones first: they begin others. */
    @Override
    public void close() {
        longOnes.close();
        threads.close();
    }
}
