package io.callqueue.bench.due;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import io.callqueue.call.CallId;
import io.callqueue.store.CallStore;
import io.callqueue.store.Due;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The physical limit: the same script that pops due calls, and a producer, with nothing in between: no event, no confirmation. */
final class BareDue {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int BATCH = 200;
    private final CallStore store;
    private final Producer<byte[], byte[]> producer;
    private final String topic;

    BareDue(CallStore store, Producer<byte[], byte[]> producer, String topic) {
        this.store = store;
        this.producer = producer;
        this.topic = topic;
    }

    /** Returns when so many were produced. */
    void republish(int calls, Instant from) {
        LockSupport.parkUntil(from.toEpochMilli());
        int left = calls;
        while (left > 0) {
            List<CompletableFuture<Due>> asked = IntStream.range(0, CallId.SHARDS)
                    .mapToObj(shard -> store.fireDue(shard, BATCH, NEVER, NEVER, NEVER)).toList();
            for (CompletableFuture<Due> answer : asked) {
                List<Due.Fired> fired = answer.join().fired();
                fired.forEach(this::produce);
                left -= fired.size();
            }
        }
        producer.flush();
    }

    private void produce(Due.Fired fired) {
        if (fired instanceof Due.Record(var call, String request, var late)) {
            var unused = producer
                    .send(new ProducerRecord<>(topic, call.id().value().getBytes(UTF_8), request.getBytes(UTF_8)));
        }
    }
}
