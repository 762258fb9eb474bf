package io.callqueue.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.RedisException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * A record that can not be handled though Redis and Kafka are there, such as one with a time beyond all calendars, goes to the dead letters after
 * some tries: it must not stop those behind it.
 */
final class LastResort implements BatchConsumer.Handler {
    static final int TRIES = 10;
    private final BatchConsumer.Handler handler;
    private final CallTopics topics;
    private final Map<Place, Integer> failures = new ConcurrentHashMap<>();

    private record Place(TopicPartition partition, long offset) {}

    LastResort(BatchConsumer.Handler handler, CallTopics topics) {
        this.handler = handler;
        this.topics = topics;
    }

    @Override
    public void handle(ConsumerRecord<byte[], byte[]> found) throws Exception {
        Place place = new Place(new TopicPartition(found.topic(), found.partition()), found.offset());
        try {
            handler.handle(found);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (isOutage(e) || failures.merge(place, 1, Integer::sum) < TRIES) {
                throw e;
            }
            topics.deadLetter(found, "it could not be handled in " + TRIES + " tries: " + e).join();
        }
        failures.remove(place);
    }

    /** Whether Redis or Kafka was away: then the record is tried for as long as that lasts. */
    private static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisException
                    || cause instanceof KafkaException && !(cause instanceof RecordTooLargeException)) {
                return true;
            }
        }
        return false;
    }
}
