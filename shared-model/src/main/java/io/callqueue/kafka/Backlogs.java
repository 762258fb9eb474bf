package io.callqueue.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.common.TopicPartition;

/** How many records of each partition wait for their dial: as was measured last, and what was sent from here since. */
public final class Backlogs {
    private final Map<TopicPartition, AtomicLong> waiting = new ConcurrentHashMap<>();

    long of(TopicPartition partition) {
        AtomicLong known = waiting.get(partition);
        return known == null ? 0 : known.get();
    }

    void sent(TopicPartition partition) {
        counter(partition).incrementAndGet();
    }

    void measured(TopicPartition partition, long records) {
        counter(partition).set(records);
    }

    private AtomicLong counter(TopicPartition partition) {
        return waiting.computeIfAbsent(partition, unknown -> new AtomicLong());
    }
}
