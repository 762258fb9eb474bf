package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

import org.apache.kafka.common.TopicPartition;

import io.callqueue.topic.Topics;

/** Finds a moment until which every record of a call has been read. */
final class ReadUntil {
    /**
     * How far the clock of a producer, which dates its records, may be ahead: Kafka's default of
     * {@code message.timestamp.after.max.ms}.
     */
    private static final Duration CLOCKS_AHEAD = Duration.ofHours(1);
    private static final Predicate<Reach> OF_CALLS = reach -> reach.partition().topic().equals(Topics.SCHEDULED)
            || Topics.priority(reach.partition().topic()).isPresent();
    private final Reaches reaches;

    ReadUntil(Reaches reaches) {
        this.reaches = reaches;
    }

    /** The first of these moments before which nothing is unread. */
    Optional<Instant> firstOf(List<Instant> moments, List<Reach> found)
            throws ExecutionException, InterruptedException {
        List<Reach> ofCalls = found.stream().filter(OF_CALLS).toList();
        List<TopicPartition> partitions = ofCalls.stream().map(Reach::partition).toList();
        for (Instant moment : moments) {
            Map<TopicPartition, Long> firstAfter = reaches.firstAt(partitions, moment.plus(CLOCKS_AHEAD));
            if (ofCalls.stream().allMatch(reach -> reach.isReadUpTo(firstAfter.getOrDefault(reach.partition(), -1L)))) {
                return Optional.of(moment);
            }
        }
        return Optional.empty();
    }
}
