package io.callqueue.bench.due;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads what is republished, as a dispatcher would, and how late it can be read. */
final class Republished {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final Consumer<byte[], byte[]> consumer;
    private final long[] lateness;
    private int read;
    private long lastAt;

    /** @param consumer stands at the end of the topic already */
    Republished(Consumer<byte[], byte[]> consumer, int calls) {
        this.consumer = consumer;
        this.lateness = new long[calls];
    }

    /** Has the consumer read from the topic's end on. */
    static void seekToEnd(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // or it would be the end of some later moment
    }

    /** Returns when all of them were read. */
    void await(Appointments appointments) {
        long start = System.nanoTime();
        while (read < lateness.length) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("only " + read + " of " + lateness.length + " calls came");
            }
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(100))) {
                long due = appointments.due(new String(found.key(), UTF_8));
                if (due >= 0) {
                    lastAt = System.currentTimeMillis();
                    lateness[read++] = lastAt - due;
                }
            }
        }
        Arrays.sort(lateness);
    }

    /** Calls a second, from the moment at which the first one was due. */
    double perSecond(Appointments appointments) {
        return lateness.length * 1000.0 / (lastAt - appointments.first().toEpochMilli());
    }

    /** In ms, of this share of the calls at most. */
    long lateness(double share) {
        return lateness[(int) Math.min(lateness.length - 1L, Math.round(lateness.length * share))];
    }
}
