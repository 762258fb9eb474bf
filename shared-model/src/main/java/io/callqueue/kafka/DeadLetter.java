package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

import io.callqueue.topic.Topics;

/** What goes to {@code calls.dead-letter}. */
public final class DeadLetter {
    /** Bytes of a value; key and headers take their room too. */
    private static final int LARGEST = Clients.LARGEST_RECORD * 3 / 4;
    /** Bytes of a key, and of all headers together. */
    private static final int LARGEST_REST = Clients.LARGEST_RECORD / 16;
    private static final int LONGEST_REASON = 1_000;
    /** Bytes that tell the lengths of a header's parts. */
    private static final int HEADER_FRAME = 8;

    private DeadLetter() {}

    /**
     * A record that nobody can use, with where it was found and why it is here. It is whole, unless compression had it fit into its own topic
     * only, or it is nearly all key or headers: then the beginning of its value or key is here, and the header {@code value_bytes} or
     * {@code key_bytes} tells its length; headers that do not fit are counted in {@code headers_left_out}.
     */
    public static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> found, String reason) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(Topics.DEAD_LETTER, null,
                beginning(found.key(), LARGEST_REST), beginning(found.value(), LARGEST));
        headers(found, letter);
        if (found.value() != null && found.value().length > LARGEST) {
            header(letter, "value_bytes", String.valueOf(found.value().length));
        }
        if (found.key() != null && found.key().length > LARGEST_REST) {
            header(letter, "key_bytes", String.valueOf(found.key().length));
        }
        header(letter, "reason",
                reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason);
        header(letter, "origin_topic", found.topic());
        header(letter, "origin_partition", String.valueOf(found.partition()));
        header(letter, "origin_offset", String.valueOf(found.offset()));
        header(letter, "origin_timestamp", String.valueOf(found.timestamp()));
        return letter;
    }

    @SuppressWarnings("NullAway") // a record has no key, or no value, at times
    private static byte[] beginning(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static void headers(ConsumerRecord<byte[], byte[]> found, ProducerRecord<byte[], byte[]> letter) {
        int bytes = 0;
        int leftOut = 0;
        for (Header each : found.headers()) {
            bytes += HEADER_FRAME + each.key().getBytes(StandardCharsets.UTF_8).length
                    + (each.value() == null ? 0 : each.value().length);
            if (bytes <= LARGEST_REST) {
                letter.headers().add(each);
            } else {
                leftOut++;
            }
        }
        if (leftOut > 0) {
            header(letter, "headers_left_out", String.valueOf(leftOut));
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
