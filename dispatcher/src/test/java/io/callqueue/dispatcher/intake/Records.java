package io.callqueue.dispatcher.intake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

import io.callqueue.topic.FirstRecord;

/** Fetched records, as tests of lines need them. */
final class Records {
    static final FirstRecord READER = new FirstRecord();

    private Records() {}

    static String name(Candidate candidate) {
        ConsumerRecord<?, ?> origin = candidate.origin();
        return origin.topic().substring("calls.".length()) + "/" + origin.partition() + "@" + origin.offset();
    }

    static TopicPartition partition(String priority, int number) {
        return new TopicPartition("calls." + priority, number);
    }

    /** A first record. */
    static ConsumerRecord<byte[], byte[]> record(String priority, int partition, long offset, String campaign,
            long at) {
        String request = "{\"phone_number\":\"+919123456789\",\"campaign_id\":\"" + campaign + "\"}";
        return record(priority, partition, offset, campaign, at, request.getBytes(StandardCharsets.UTF_8));
    }

    static ConsumerRecord<byte[], byte[]> record(String priority, int partition, long offset, String campaign,
            long at, byte[] value) {
        byte[] key = (campaign + "-" + partition + "-" + offset).getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>("calls." + priority, partition, offset, at, TimestampType.CREATE_TIME, key.length,
                value.length, key, value, new RecordHeaders(), Optional.empty());
    }

    /** A record of a call that comes back. */
    static ConsumerRecord<byte[], byte[]> back(String priority, int partition, long offset, String campaign,
            long timestamp) {
        ConsumerRecord<byte[], byte[]> first = record(priority, partition, offset, campaign, timestamp);
        first.headers().add("revision", "2".getBytes(StandardCharsets.UTF_8));
        return first;
    }
}
