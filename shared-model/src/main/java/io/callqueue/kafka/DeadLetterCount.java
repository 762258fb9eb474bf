package io.callqueue.kafka;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import io.callqueue.topic.Topics;

/** How many records nobody could use, by the topic that they were found in. */
public final class DeadLetterCount {
    private final Map<String, Counter> byTopic;

    public DeadLetterCount(MeterRegistry registry) {
        this.byTopic = Stream.concat(Topics.consumedOnce().stream(), Stream.of(Topics.EVENTS))
                .collect(Collectors.toMap(Function.identity(),
                        topic -> Counter.builder("callqueue.dead.letters").tag("topic", topic)
                                .description("Records that nobody could use, by the topic that they were found in")
                                .register(registry)));
    }

    /** Others than the topics of calls have none. */
    public void written(String origin) {
        Counter counter = byTopic.get(origin);
        if (counter != null) {
            counter.increment();
        }
    }
}
