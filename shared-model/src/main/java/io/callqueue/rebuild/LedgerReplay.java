package io.callqueue.rebuild;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

import io.callqueue.call.Attempt;
import io.callqueue.call.CallId;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.event.LedgerEntry;
import io.callqueue.rebuild.Source.Stretch;
import io.callqueue.store.Epochs;
import io.callqueue.store.FormerCalls;
import io.callqueue.store.RedisAnswer;
import io.callqueue.store.RestoredCalls;
import io.callqueue.store.RestoredCalls.Knew;
import io.callqueue.topic.Topics;

/**
 * Writes every call as the ledger knows it, and its leases, into a closed Redis. All records of a call are in one partition, so partitions
 * are read one after the other; one with many calls is read several times, each time for a part of them, which are held in memory until all
 * is known of them.
 */
final class LedgerReplay {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReplay.class);
    private static final int AT_ONCE = 500;
    private static final int BYTES_AT_ONCE = 4 << 20;
    /** Keys of one hash are never parted. */
    private static final int MOST_PARTS = 1 << 16;
    private static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(true);
    private final Source source;
    private final Progress progress;
    private final Epochs.Closed closed;
    private final RestoredCalls restored;
    private final RestoredDials dials;
    private final FormerCalls formerCalls;
    private final RestoredLeases leases;
    private final Instant now;
    private final boolean isAllMissing;
    private final long held;
    private long highestEpoch;
    private long records;
    private long calls;

    /** @param isAllMissing whether nothing is left of what Redis has but what the ledger tells */
    LedgerReplay(RedisClusterAsyncCommands<String, String> redis, Source source, Progress progress,
            Epochs.Closed closed, boolean isAllMissing, Optional<Duration> dialPeriod, long held) {
        this.held = held;
        this.isAllMissing = isAllMissing;
        this.source = source;
        this.progress = progress;
        this.closed = closed;
        this.now = Instant.ofEpochSecond(Long.parseLong(RedisAnswer.of(redis.time()).join().getFirst()));
        this.restored = new RestoredCalls(redis, closed.marks());
        this.dials = new RestoredDials(redis, dialPeriod, now);
        this.formerCalls = new FormerCalls(redis, closed.marks());
        this.leases = new RestoredLeases(redis, now, closed.marks().getOrDefault(Epochs.ADMISSION, ""));
    }

    /** Returns when all is written that the ledger had when this began: after Redis was closed. */
    void run() {
        leases.forgetMoments();
        if (isAllMissing) {
            formerCalls.remove(); // the ledger may have forgotten some of them
        }
        List<Stretch> stretches = stretches();
        stretches.forEach(stretch -> progress.expect(stretch.length()));
        Map<Integer, List<Stretch>> byPartition = new TreeMap<>();
        stretches.forEach(each -> byPartition.computeIfAbsent(each.partition().partition(), p -> new ArrayList<>())
                .add(each));
        byPartition.values().forEach(this::partition);
    }

    /** How far it is folded is asked before where what it is folded to ends: what lies in between is read twice, and never missed. */
    private List<Stretch> stretches() {
        if (!isAllMissing) {
            return source.since(Topics.EVENTS, closed.missingFrom());
        }
        List<Stretch> unfolded = source.unfolded(Topics.EVENTS);
        List<Stretch> all = new ArrayList<>(source.whole(Topics.LEDGER));
        all.addAll(unfolded);
        return all;
    }

    private void partition(List<Stretch> stretches) {
        part(stretches, 1, 0);
    }

    /** The calls whose keys have this remainder: where these are too many to be held, one half of them after the other. */
    private void part(List<Stretch> stretches, int modulus, int remainder) {
        if (!isWritten(stretches, modulus, remainder)) {
            part(stretches, modulus * 2, remainder);
            part(stretches, modulus * 2, remainder + modulus);
        }
    }

    /** False with nothing written when they are too many; what was read of them is not held any more then. */
    private boolean isWritten(List<Stretch> stretches, int modulus, int remainder) {
        Found found = new Found();
        for (Stretch stretch : stretches) {
            source.read(stretch, () -> !found.isMoreThan(held) || modulus == MOST_PARTS, each -> {
                if (Math.floorMod(Arrays.hashCode(each.key()), modulus) == remainder) {
                    read(each, found);
                }
            });
        }
        if (found.isMoreThan(held) && modulus < MOST_PARTS) {
            return false;
        }
        records += found.records();
        progress.did(found.records());
        write(found);
        return true;
    }

    private void read(ConsumerRecord<byte[], byte[]> each, Found found) {
        progress.did(0);
        found.read();
        try {
            if (each.value() == null && each.topic().equals(Topics.LEDGER)) {
                found.forgotten(new CallId(new String(each.key(), StandardCharsets.UTF_8)));
            } else if (each.topic().equals(Topics.LEDGER)) {
                LedgerEntry entry = Json.read(each.value(), LedgerEntry.class);
                highestEpoch = Math.max(highestEpoch, entry.call().epoch());
                found.entry(entry, each.value().length);
            } else {
                CallEvent event = Json.read(each.value(), CallEvent.class);
                highestEpoch = Math.max(highestEpoch, event.call().epoch());
                found.event(event, each.value().length);
            }
        } catch (IllegalArgumentException | NullPointerException | JacksonException e) {
            LOG.error("{}/{}@{} is not a record of ours: {}", each.topic(), each.partition(), each.offset(),
                    e.getMessage());
        }
    }

    private void write(Found found) {
        List<CompletableFuture<Boolean>> asked = new ArrayList<>();
        long bytes = 0;
        for (Found.Weighed each : found.oldestFirst()) {
            LedgerEntry entry = each.entry();
            List<Attempt> ended = entry.attempts().stream().filter(attempt -> attempt.ending().isPresent()).toList();
            asked.add(restored.restore(entry.call(), entry.request(), ended, now)
                    .thenCompose(knew -> (knew == Knew.MORE ? NOTHING : leases.restore(entry))
                            .thenCompose(relet -> dials.restore(entry)).thenApply(done -> knew == Knew.LESS)));
            bytes += each.bytes();
            if (asked.size() >= AT_ONCE || bytes >= BYTES_AT_ONCE) {
                settle(asked);
                bytes = 0;
            }
        }
        settle(asked);
    }

    private void settle(List<CompletableFuture<Boolean>> asked) {
        calls += asked.stream().filter(CompletableFuture::join).count();
        progress.did(0);
        asked.clear();
    }

    long highestEpoch() {
        return highestEpoch;
    }

    long records() {
        return records;
    }

    long calls() {
        return calls;
    }
}
