package io.callqueue.scheduler.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.kafka.DeadLetter;
import io.callqueue.log.About;

/** Puts aside what is no event. */
final class Letters {
    private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

    private Letters() {}

    static Record<byte[], byte[]> letter(Record<byte[], byte[]> found, Optional<RecordMetadata> at, String reason) {
        RecordMetadata place = at.orElseThrow();
        try (About unused = About.record(found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8))) {
            LOG.warn("{}-{}@{} is left out of the ledger: {}", place.topic(), place.partition(), place.offset(),
                    reason);
        }
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(new ConsumerRecord<>(place.topic(), place.partition(),
                place.offset(), found.timestamp(), TimestampType.CREATE_TIME, ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE, found.key(), found.value(), found.headers(), Optional.empty()), reason);
        return new Record<>(letter.key(), letter.value(), found.timestamp(), letter.headers());
    }
}
