package io.callqueue.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Does the work of a batch: records of one key in order, those of different keys side by side. */
final class KeyedWork {
    private final BatchConsumer.Handler handler;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    KeyedWork(BatchConsumer.Handler handler) {
        this.handler = handler;
    }

    /** Returns when nothing of the batch is being handled any more; a failure, if there was one. */
    Optional<Throwable> run(ConsumerRecords<byte[], byte[]> batch) {
        Map<Object, List<ConsumerRecord<byte[], byte[]>>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> found : batch) {
            Object key = found.key() == null ? found : ByteBuffer.wrap(found.key());
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(found);
        }
        List<Future<?>> running = new ArrayList<>();
        byKey.values().forEach(inOrder -> running.add(workers.submit(() -> handle(inOrder))));
        List<Throwable> failures = new ArrayList<>();
        running.forEach(work -> failure(work).ifPresent(failures::add));
        return failures.stream().findFirst();
    }

    private boolean handle(List<ConsumerRecord<byte[], byte[]>> inOrder) throws Exception {
        for (ConsumerRecord<byte[], byte[]> found : inOrder) {
            handler.handle(found);
        }
        return true;
    }

    private static Optional<Throwable> failure(Future<?> work) {
        try {
            work.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    /** Interrupts what is still being handled. */
    void stop() {
        workers.shutdownNow();
    }
}
