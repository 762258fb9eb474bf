package io.callqueue.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.control.EpochRecord;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.RecordSender;
import io.callqueue.store.Epochs;
import io.callqueue.store.RedisRenewed;
import io.callqueue.topic.Topics;

/**
 * Makes a Redis that lost data anew: closes it, replays control and ledger, sets the leases, and opens it in a new epoch. Any pod may do
 * it, one does; whoever dies in the middle leaves it closed, for another to begin again.
 */
public final class Rebuild {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
    /** By how much the clocks of pods and of Redis may differ. */
    private static final Duration MARGIN = Duration.ofSeconds(10);
    /** What may be missing of a longer time is read from what the events came to: they themselves are not kept for ever. */
    public static final Duration LONGEST_GAP = Duration.ofHours(1);
    private static final long HELD = Math.max(8 << 20, Runtime.getRuntime().maxMemory() / 8);
    private final Clients clients;
    private final Admin admin;
    private final RecordSender sender;
    private final LongSupplier nanoTime;
    private final long held;

    public Rebuild(Clients clients, Admin admin, RecordSender sender, LongSupplier nanoTime) {
        this(clients, admin, sender, nanoTime, HELD);
    }

    /** @param held how many bytes of calls are held in memory at once, about */
    public Rebuild(Clients clients, Admin admin, RecordSender sender, LongSupplier nanoTime, long held) {
        this.held = held;
        this.clients = clients;
        this.admin = admin;
        this.sender = sender;
        this.nanoTime = nanoTime;
    }

    /**
     * How a Redis was made anew.
     *
     * @param epoch in which it is open now
     * @param records that were read
     * @param calls of which Redis knew less than the ledger
     */
    public record Done(long epoch, long records, long calls, Duration took) {}

    /**
     * Makes this Redis anew; empty when another pod does it just now, or has just done it.
     *
     * @param redis whatever Redis is there
     * @param everything whether all is read again, also where only the last writes may be missing
     * @throws io.lettuce.core.RedisException when Redis is away, or loses its data again meanwhile
     * @throws org.apache.kafka.common.KafkaException when Kafka is away
     * @throws OtherKafka when this Redis was made from another Kafka, or from one that lost all since
     */
    public Optional<Done> run(RedisClusterAsyncCommands<String, String> redis, boolean everything) {
        Progress progress = new Progress(redis);
        if (!progress.take()) {
            return Optional.empty();
        }
        try (progress; Source source = new Source(clients, admin)) {
            if (!everything && new Epochs(redis).isKnown()) {
                return Optional.empty(); // another pod has just done it
            }
            return Optional.of(run(redis, everything, source, progress));
        }
    }

    /** A clock that was set back tells nothing. */
    private static boolean tellsWhatIsMissing(Instant seen, Instant now) {
        return !seen.isAfter(now) && seen.isAfter(now.minus(LONGEST_GAP));
    }

    /** Only where control tells of the epochs of this Redis, so that it has what it had: else Redis may be the last that knows of it. */
    private static void removeControl(RedisClusterAsyncCommands<String, String> redis, ControlReplay control,
            Epochs.Closed closed) {
        if (closed.highestEpoch() > 0 && !control.tellsOfAnEpoch()) {
            throw OtherKafka.hasLostControl(closed.highestEpoch());
        }
        new FormerControl(redis, closed.marks().getOrDefault(Epochs.ADMISSION, "")).remove();
    }

    private Done run(RedisClusterAsyncCommands<String, String> redis, boolean everything, Source source,
            Progress progress) {
        long began = nanoTime.getAsLong();
        Epochs epochs = new Epochs(redis);
        String clusterId = source.clusterId();
        epochs.madeFrom().filter(other -> !other.equals(clusterId)).ifPresent(other -> {
            throw OtherKafka.is(clusterId, other);
        });
        Instant missingFrom = everything
                ? Instant.EPOCH
                : epochs.seenAt().filter(seen -> tellsWhatIsMissing(seen, epochs.now()))
                        .map(seen -> seen.minus(MARGIN)).orElse(Instant.EPOCH);
        Epochs.Closed closed = epochs.close(UUID.randomUUID().toString(), missingFrom);
        LOG.info("Redis is new, or may have lost data: it is closed until it is what the ledger says{}",
                closed.missingFrom().equals(Instant.EPOCH) ? "" : ", which is read from " + closed.missingFrom());
        ControlReplay control = new ControlReplay(redis, source, progress);
        boolean isAllMissing = !closed.missingFrom().isAfter(epochs.now().minus(LONGEST_GAP));
        if (isAllMissing) {
            removeControl(redis, control, closed);
        }
        control.run();
        LedgerReplay ledger = new LedgerReplay(redis, source, progress, closed, isAllMissing, control.dialPeriod(),
                held);
        ledger.run();
        long epoch = Math.max(Math.max(closed.highestEpoch(), control.epoch()), ledger.highestEpoch()) + 1;
        var unused = sender.send(Topics.CONTROL, EpochRecord.KEY, new EpochRecord(epoch)).join();
        epochs.setMadeFrom(clusterId);
        if (!epochs.open(closed.marks(), epoch)) {
            throw new RedisRenewed();
        }
        Done done = new Done(epoch, ledger.records(), ledger.calls(), Duration.ofNanos(nanoTime.getAsLong() - began));
        LOG.info("Redis is open, in epoch {}: {} records of the ledger were read, {} calls written, in {} ms",
                epoch, done.records(), done.calls(), done.took().toMillis());
        return done;
    }
}
