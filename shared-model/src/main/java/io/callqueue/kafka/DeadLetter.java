package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import io.callqueue.topic.Topics;

/** What goes to {@code calls.dead-letter}. */
public final class DeadLetter {
    /** Bytes; key and headers take their room too. */
    private static final int LARGEST = Clients.LARGEST_RECORD * 3 / 4;

    private DeadLetter() {}

    /**
     * A record that nobody can use, with where it was found and why it is here. It is whole, unless compression had it fit into its own topic
     * only: then its beginning is here, and the header {@code value_bytes} tells its length.
     */
    public static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> found, String reason) {
        boolean tooLarge = found.value() != null && found.value().length > LARGEST;
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTER, null, found.key(),
                tooLarge ? Arrays.copyOf(found.value(), LARGEST) : found.value());
        found.headers().forEach(letter.headers()::add);
        if (tooLarge) {
            header(letter, "value_bytes", String.valueOf(found.value().length));
        }
        header(letter, "reason", reason);
        header(letter, "origin_topic", found.topic());
        header(letter, "origin_partition", String.valueOf(found.partition()));
        header(letter, "origin_offset", String.valueOf(found.offset()));
        header(letter, "origin_timestamp", String.valueOf(found.timestamp()));
        return letter;
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
