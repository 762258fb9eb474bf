package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.scheduler.loop.Loop;
import io.callqueue.scheduler.loop.Outage;
import io.callqueue.scheduler.shard.OwnedShards;
import io.callqueue.startup.Connections;

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
        this.finalCalls = new FinalCalls(to.store());
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
        List<Reach> found = reaches.read();
        readRecords.delete(found);
        List<Instant> moments = FinalCalls.moments(clock.instant(), settings.keepFinalCalls());
        Optional<Instant> endedBefore = readUntil.firstOf(moments, found);
        if (endedBefore.isPresent()) {
            forget(endedBefore.get());
        }
    }

    private void forget(Instant endedBefore) throws ExecutionException, InterruptedException {
        long forgotten = finalCalls.forget(endedBefore);
        if (forgotten > 0) {
            LOG.info("forgot {} calls that ended before {}", forgotten, endedBefore);
        }
    }
}
