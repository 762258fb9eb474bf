package io.callqueue.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Does the work of a batch: records of one key in order, those of different keys side by side. */
final class KeyedWork {
    private final BatchConsumer.Handler handler;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    KeyedWork(BatchConsumer.Handler handler) {
        this.handler = handler;
    }

    /** Returns when nothing of the batch is being handled any more: the partitions with a record that is not done, and why. */
    Map<TopicPartition, Throwable> run(ConsumerRecords<byte[], byte[]> batch) {
        Map<Object, List<ConsumerRecord<byte[], byte[]>>> byKey = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> found : batch) {
            Object key = found.key() == null ? found : ByteBuffer.wrap(found.key());
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(found);
        }
        Map<TopicPartition, Throwable> failed = new ConcurrentHashMap<>();
        byKey.values().stream().map(inOrder -> workers.submit(() -> handle(inOrder, failed))).toList()
                .forEach(KeyedWork::await);
        return failed;
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> inOrder, Map<TopicPartition, Throwable> failed) {
        for (int i = 0; i < inOrder.size(); i++) {
            try {
                handler.handle(inOrder.get(i));
            } catch (Throwable e) { // whatever it is, the record is not done, nor are those of its key behind it
                inOrder.subList(i, inOrder.size()).forEach(
                        left -> failed.putIfAbsent(new TopicPartition(left.topic(), left.partition()), e));
                return;
            }
        }
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e); // which interrupts this thread again
        }
    }

    /** Interrupts what is still being handled. */
    void stop() {
        workers.shutdownNow();
    }
}
