package io.callqueue.dispatcher.intake;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.call.Priority;
import io.callqueue.topic.CallRecord;
import io.callqueue.topic.FirstRecord;
import io.callqueue.topic.Topics;

/**
 * A record that wants to be dialed.
 *
 * @param token makes its lease its own: asked twice for a permit because the first answer was lost, it is the same slot
 * @param found what the record was read as
 * @param revision the revision of the call it stands for; empty when the header can not be read
 */
public record Candidate(ConsumerRecord<byte[], byte[]> origin, String token, FirstRecord.Found found,
        Optional<Integer> revision) {
    /** The more urgent, and of these the older. */
    static final Comparator<Candidate> FIRST = Comparator.comparing(Candidate::priority)
            .thenComparing(candidate -> candidate.origin.timestamp())
            .thenComparing(candidate -> candidate.origin.partition())
            .thenComparing(candidate -> candidate.origin.offset());

    static Candidate of(ConsumerRecord<byte[], byte[]> origin, FirstRecord reader) {
        return new Candidate(origin, UUID.randomUUID().toString(), read(origin, reader), CallRecord.revision(origin));
    }

    /** Whatever stands in a record, the poll goes on: one that breaks the reader is nothing that anybody can dial. */
    private static FirstRecord.Found read(ConsumerRecord<byte[], byte[]> origin, FirstRecord reader) {
        try {
            return reader.read(origin);
        } catch (RuntimeException e) {
            return new FirstRecord.Unusable("the record can not be read: " + e);
        }
    }

    public Priority priority() {
        return Topics.priority(origin.topic()).orElseThrow();
    }

    /** As it came; read, it takes some three times as much memory. */
    int bytes() {
        return origin.value() == null ? 0 : origin.value().length;
    }

    /** What the log names it by: its call's id, or what its key says. */
    public String id() {
        byte[] key = origin.key();
        return found instanceof FirstRecord.Usable usable
                ? usable.id().value()
                : key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    /** Whose turn it takes; records that nobody can use take nobody's. */
    String campaign() {
        return found instanceof FirstRecord.Usable usable ? usable.request().campaignId() : "";
    }
}
