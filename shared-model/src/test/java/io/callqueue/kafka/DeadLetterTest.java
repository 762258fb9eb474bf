package io.callqueue.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLetterTest {
    private static ConsumerRecord<byte[], byte[]> found(int keyBytes, int valueBytes) {
        return new ConsumerRecord<>("calls.high", 3, 42, new byte[keyBytes], new byte[valueBytes]);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static int size(ProducerRecord<byte[], byte[]> letter) {
        int size = letter.key().length + letter.value().length;
        for (Header each : letter.headers()) {
            size += each.key().length() + each.value().length;
        }
        return size;
    }

    @Test
    void a_letter_is_written_however_large_each_part_of_the_record_is() {
        ConsumerRecord<byte[], byte[]> found = found(Clients.LARGEST_RECORD, Clients.LARGEST_RECORD);
        found.headers().add("small", new byte[10]).add("large", new byte[Clients.LARGEST_RECORD]);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(found, "why ".repeat(1_000_000));
        assertThat(size(letter)).isLessThan(Clients.LARGEST_RECORD - 10_000);
        assertThat(header(letter, "reason")).startsWith("why why ").hasSizeLessThan(1_100);
        assertThat(header(letter, "value_bytes")).isEqualTo(String.valueOf(Clients.LARGEST_RECORD));
        assertThat(header(letter, "key_bytes")).isEqualTo(String.valueOf(Clients.LARGEST_RECORD));
        assertThat(header(letter, "headers_left_out")).isEqualTo("1");
        assertThat(letter.headers().lastHeader("small")).isNotNull();
    }

    @Test
    void headers_that_are_nothing_but_many_are_left_out_too() {
        ConsumerRecord<byte[], byte[]> found = found(1, 1);
        for (int i = 0; i < 1_000_000; i++) {
            found.headers().add("", new byte[0]);
        }
        assertThat(DeadLetter.of(found, "why").headers().toArray()).hasSizeLessThan(20_000);
    }

    @Test
    void what_fits_is_whole() {
        ConsumerRecord<byte[], byte[]> found = found(100, 1_000_000);
        found.headers().add("theirs", new byte[1_000]);
        ProducerRecord<byte[], byte[]> letter = DeadLetter.of(found, "why");
        assertThat(letter.key()).isEqualTo(found.key());
        assertThat(letter.value()).isEqualTo(found.value());
        assertThat(letter.headers().lastHeader("theirs").value()).hasSize(1_000);
        assertThat(letter.headers().toArray()).extracting(Header::key).containsExactlyInAnyOrder("theirs", "reason",
                "origin_topic", "origin_partition", "origin_offset", "origin_timestamp");
    }
}
