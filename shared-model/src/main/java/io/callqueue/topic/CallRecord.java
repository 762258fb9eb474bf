package io.callqueue.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of a record that stands for a call. First records have neither. */
public final class CallRecord {
    public static final String ATTEMPT = "attempt";
    public static final String REVISION = "revision";

    private CallRecord() {}

    /** The revision of the call this record stands for; 1 for a first record; empty when the header is no number. */
    public static Optional<Integer> revision(ConsumerRecord<?, ?> found) {
        Optional<String> header = header(found.headers(), REVISION);
        return header.isEmpty()
                ? Optional.of(1)
                : header.filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    /** Whether somebody wrote it for the first time, not the retry-scheduler. */
    public static boolean isFirst(ConsumerRecord<?, ?> found) {
        return header(found.headers(), REVISION).isEmpty();
    }

    /** Marks a record of a call's later attempt. */
    public static <K, V> ProducerRecord<K, V> mark(ProducerRecord<K, V> made, int attempt, int revision) {
        made.headers().add(ATTEMPT, bytes(attempt)).add(REVISION, bytes(revision));
        return made;
    }

    static Optional<String> header(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int number) {
        return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }
}
