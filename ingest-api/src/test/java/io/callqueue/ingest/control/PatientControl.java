package io.callqueue.ingest.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.context.annotation.Bean;

import io.callqueue.control.ControlStore;
import io.callqueue.kafka.RecordSender;

import static org.awaitility.Awaitility.await;

/** A service with it waits for longer than a test needs to put a record in force, and by a time that a test can let pass. */
public final class PatientControl {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private final AtomicLong passed = new AtomicLong();

    @Bean
    Control control(RecordSender sender, ControlStore store) {
        return new Control(sender, store, () -> System.nanoTime() + passed.get(), PATIENCE);
    }

    /** Lets the time pass until this is answered, though nobody puts it in force. */
    public <T> T unheard(CompletableFuture<T> answer) {
        await().atMost(PATIENCE).until(() -> {
            passed.addAndGet(PATIENCE.toNanos());
            return answer.isDone();
        });
        return answer.join();
    }
}
