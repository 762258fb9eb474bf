package io.callqueue.ingest.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.callqueue.control.ControlStore;
import io.callqueue.ingest.web.Await;
import io.callqueue.kafka.RecordSender;
import io.callqueue.startup.Connections;
import io.callqueue.topic.Topics;

/** Writes to {@code calls.control}, and waits a little until a dispatcher has put it in force. */
@Component
final class Control {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private final RecordSender sender;
    private final ControlStore store;

    Control(Connections connections, ControlStore store) {
        this.sender = connections.sender();
        this.store = store;
    }

    /**
     * Returns when Kafka has it.
     *
     * @param value as JSON; null ends what the key names
     * @return whether it is in force already; if not, no dispatcher is there, and it will be when one is
     */
    boolean publish(String key, byte @Nullable [] value) throws InterruptedException {
        RecordMetadata written = Await.result(
                sender.send(new ProducerRecord<>(Topics.CONTROL, key.getBytes(StandardCharsets.UTF_8), value)));
        long start = System.nanoTime();
        while (!Await.result(store.isInForce(key, written.offset()))) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }
}
