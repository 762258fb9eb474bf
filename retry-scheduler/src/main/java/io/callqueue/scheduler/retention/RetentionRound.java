package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.startup.Connections;
import io.callqueue.topic.Topics;

/** One clean-up, for all pods by the one that reads the first partition of calls.scheduled. */
public final class RetentionRound implements Loop.Round {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionRound.class);
    private final OwnedShards shards;
    private final Reaches reaches;
    private final ReadRecords readRecords;
    private final ReadUntil readUntil;
    private final FinalCalls finalCalls;
    private final RetentionSettings settings;
    private final InstantSource clock;
    private final Outage outage = new Outage("nothing is cleaned up, it is tried again");

    private RetentionRound(OwnedShards shards, Connections to, RetentionSettings settings, InstantSource clock) {
        this.shards = shards;
        this.reaches = new Reaches(to.admin());
        this.readRecords = new ReadRecords(to.admin());
        this.readUntil = new ReadUntil(reaches);
        this.finalCalls = new FinalCalls(to.store(), to.topics());
        this.settings = settings;
        this.clock = clock;
    }

    public static RetentionRound of(OwnedShards shards, Connections to, RetentionSettings settings,
            InstantSource clock) {
        return new RetentionRound(shards, to, settings, clock);
    }

    @Override
    public Duration run() throws InterruptedException {
        if (shards.includeFirstPartition()) {
            try {
                cleanUp();
                outage.over();
            } catch (ExecutionException | KafkaException e) {
                outage.noticed(e);
            }
        }
        return settings.interval();
    }

    private void cleanUp() throws ExecutionException, InterruptedException {
        Instant now = clock.instant();
        List<Reach> found = reaches.read(Topics.consumedOnce());
        readRecords.delete(found);
        deleteEvents(now.minus(settings.keepEvents()));
        Optional<Instant> endedBefore = readUntil.firstOf(FinalCalls.moments(now, settings.keepFinalCalls()), found);
        if (endedBefore.isPresent()) {
            forget(endedBefore.get(), now);
        }
    }

    /** Those that were written before and are folded. */
    private void deleteEvents(Instant before) throws ExecutionException, InterruptedException {
        List<Reach> events = reaches.read(List.of(Topics.EVENTS));
        Map<TopicPartition, Long> firstToKeep = reaches.firstAt(events.stream().map(Reach::partition).toList(), before);
        readRecords.delete(events.stream()
                .map(reach -> reach.before(firstToKeep.getOrDefault(reach.partition(), -1L))).toList());
    }

    private void forget(Instant endedBefore, Instant now) throws ExecutionException, InterruptedException {
        long forgotten = finalCalls.forget(endedBefore, now);
        if (forgotten > 0) {
            LOG.info("forgot {} calls that ended before {}", forgotten, endedBefore);
        }
    }
}
