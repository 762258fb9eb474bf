package io.callqueue.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions with a record that failed, and until when they sit out: whatever failed needs a moment, as long as it took, in which the other
 * partitions wait for nobody. Used by the thread that polls.
 */
final class SitOuts {
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> until = new HashMap<>();

    SitOuts(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** @param beganNanos when what failed began */
    void begin(TopicPartition partition, long beganNanos) {
        long now = System.nanoTime();
        consumer.pause(Set.of(partition));
        until.put(partition, now + Math.max(SHORTEST.toNanos(), now - beganNanos));
    }

    /** Those that sat out long enough are read again. */
    void endRested() {
        long now = System.nanoTime();
        Set<TopicPartition> rested = until.entrySet().stream().filter(each -> each.getValue() - now <= 0)
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        consumer.resume(rested);
        until.keySet().removeAll(rested);
    }

    /** Others read these now. */
    void forget(Collection<TopicPartition> partitions) {
        until.keySet().removeAll(partitions);
    }
}
