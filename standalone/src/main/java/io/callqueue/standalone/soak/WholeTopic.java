package io.callqueue.standalone.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import io.callqueue.kafka.Clients;

/** All records of a topic, as it stands. */
record WholeTopic(Clients clients, String name) {
    private static final Duration POLL = Duration.ofMillis(200);

    void read(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = clients.reader()) {
            List<TopicPartition> all = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition())).toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
