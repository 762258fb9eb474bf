package io.callqueue.topic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.request.CallRequest;
import io.callqueue.request.Reading;
import io.callqueue.request.RequestReader;

/**
 * Reads records that stand for calls, whoever wrote them. A record without any id gets one from its place, so that reading it again gives
 * the same id; the topic of a first record decides on the priority. Later records hold the request as it was accepted: their topic may be another one by
 * now, and the call knows.
 */
public final class FirstRecord {
    /** Bytes; what is larger than Kafka's default would not pass on to the priority topics. */
    private static final int LARGEST_REQUEST = 1_000_000;
    private final RequestReader reader = new RequestReader(RequestReader.UnknownFields.IGNORE);

    /** What a record was found to be. */
    public sealed interface Found {}

    /** A call. */
    public record Usable(CallId id, CallRequest request, Instant createdAt) implements Found {
        /**
         * The call that this record creates, if it is unknown: for its time, or at once. Its producer's clock is not
         * trusted with the future: a call's time never goes back, so its timers would wait for that moment.
         */
        public Call call(Instant now) {
            Instant known = createdAt.isAfter(now) || createdAt.isBefore(Instant.EPOCH) ? now : createdAt;
            return Call.created(id, request.order(known), request.dueAfter(now));
        }
    }

    /** Nothing that anybody can dial, and why. */
    public record Unusable(String reason) implements Found {}

    public Found read(ConsumerRecord<byte[], byte[]> found) {
        if (found.value() == null) {
            return new Unusable("the record has no value: it should be a call request");
        }
        if (found.value().length > LARGEST_REQUEST) {
            return new Unusable(
                    "the request has " + found.value().length + " bytes: it must not exceed " + LARGEST_REQUEST);
        }
        return switch (reader.read(found.value())) {
            case Reading.Refused refused -> new Unusable(refused.summary());
            case Reading.Accepted(CallRequest request) when isTooLargeAsWritten(found, request) -> new Unusable(
                    "the request must not exceed " + LARGEST_REQUEST
                            + " bytes as callqueue writes it, 1e6 as 1000000.0");
            case Reading.Accepted(CallRequest request) -> withId(found, prioritized(found, request));
        };
    }

    /** What is far smaller can not grow as much. */
    private static boolean isTooLargeAsWritten(ConsumerRecord<byte[], byte[]> found, CallRequest request) {
        return found.value().length > LARGEST_REQUEST / 8 && request.writtenBytes() > LARGEST_REQUEST;
    }

    private static CallRequest prioritized(ConsumerRecord<byte[], byte[]> found, CallRequest request) {
        return CallRecord.isFirst(found)
                ? Topics.priority(found.topic()).map(request::withPriority).orElse(request)
                : request;
    }

    private static Found withId(ConsumerRecord<byte[], byte[]> found, CallRequest request) {
        Optional<String> key = Optional.ofNullable(found.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        Optional<String> custom = request.customCallId();
        if (key.isPresent() && custom.isPresent() && !key.equals(custom)) {
            return new Unusable(
                    "the key '" + shortened(key.get()) + "' differs from custom_call_id '" + custom.get() + "'");
        }
        String id = custom.or(() -> key).orElseGet(() -> placeId(found));
        return CallId.isValid(id)
                ? new Usable(new CallId(id), request, Instant.ofEpochMilli(found.timestamp()))
                : new Unusable("the key is not a call id: 1 to 128 characters of A-Z a-z 0-9 . _ : -");
    }

    private static String shortened(String key) {
        return key.length() > 200 ? key.substring(0, 200) + "..." : key;
    }

    private static String placeId(ConsumerRecord<byte[], byte[]> found) {
        String place = found.topic() + "/" + found.partition() + "/" + found.offset();
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
