package io.callqueue.ingest.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.ingest.web.Await;
import io.callqueue.kafka.RecordSender;
import io.callqueue.topic.Topics;

/** Writes to {@code calls.control}, and waits a little until a dispatcher has put it in force. */
@Component
public final class Control {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private final RecordSender sender;
    private final ControlStore store;
    private final LongSupplier nanoTime;
    private final Duration patience;

    @Autowired
    Control(RecordSender sender, ControlStore store) {
        this(sender, store, System::nanoTime, PATIENCE);
    }

    /**
     * @param nanoTime by which it waits
     * @param patience how long to wait until something is in force, where nobody says it
     */
    Control(RecordSender sender, ControlStore store, LongSupplier nanoTime, Duration patience) {
        this.sender = sender;
        this.store = store;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /** Where a record stands. */
    private record Written(String key, long offset) {}

    /** As {@link #publish(Map)}, one record. */
    public boolean publish(String key, Optional<?> value) throws InterruptedException {
        return publish(Map.of(key, value));
    }

    /**
     * Returns when Kafka has it all.
     *
     * @param values by record key; an empty one ends what its key names
     * @return whether they are in force already; if not, no dispatcher is there, and they will be when one is
     */
    boolean publish(Map<String, ? extends Optional<?>> values) throws InterruptedException {
        return publish(values, patience);
    }

    /** @param patience how long to wait until they are in force */
    boolean publish(Map<String, ? extends Optional<?>> values, Duration patience) throws InterruptedException {
        List<CompletableFuture<Written>> sent = values.entrySet().stream()
                .map(value -> send(value.getKey(), value.getValue())).toList();
        List<Written> written = sent.stream().map(Await::result).toList();
        long start = nanoTime.getAsLong();
        while (!areInForce(written)) {
            if (nanoTime.getAsLong() - start > patience.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }

    /** Writes one record without waiting; fails with a KafkaException when Kafka did not ack. */
    public CompletableFuture<Void> write(String key, Object value) {
        return send(key, Optional.of(value)).thenAccept(written -> {});
    }

    private CompletableFuture<Written> send(String key, Optional<?> value) {
        byte[] json = value.map(Json::bytes).orElse(null);
        return sender.send(new ProducerRecord<>(Topics.CONTROL, key.getBytes(StandardCharsets.UTF_8), json))
                .thenApply(at -> new Written(key, at.offset()));
    }

    private boolean areInForce(List<Written> written) {
        return written.stream().allMatch(one -> Await.result(store.isInForce(one.key(), one.offset())));
    }
}
