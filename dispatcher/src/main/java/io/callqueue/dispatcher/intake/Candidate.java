package io.callqueue.dispatcher.intake;

import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;

/**
 * A record that wants to be dialed.
 *
 * @param found what the record was read as
 * @param revision the revision of the call it stands for; empty when the header can not be read
 */
public record Candidate(ConsumerRecord<byte[], byte[]> origin, FirstRecord.Found found, Optional<Integer> revision) {
    static Candidate of(ConsumerRecord<byte[], byte[]> origin, FirstRecord reader) {
        return new Candidate(origin, reader.read(origin), CallRecord.revision(origin));
    }

    /** Whose turn it takes; records that nobody can use take nobody's. */
    String campaign() {
        return found instanceof FirstRecord.Usable usable ? usable.request().campaignId() : "";
    }
}
