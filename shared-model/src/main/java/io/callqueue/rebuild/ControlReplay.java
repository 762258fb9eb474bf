package io.callqueue.rebuild;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.codec.Json;
import io.callqueue.control.ControlStore;
import io.callqueue.control.DialPeriod;
import io.callqueue.control.DoNotCallList;
import io.callqueue.control.EpochRecord;
import io.callqueue.topic.Topics;

/** Puts all of calls.control in force. */
final class ControlReplay {
    private static final Logger LOG = LoggerFactory.getLogger(ControlReplay.class);
    private static final int AT_ONCE = 1_000;
    private final ControlStore store;
    private final Source source;
    private final Progress progress;
    private final List<CompletableFuture<Void>> asked = new ArrayList<>();
    private final List<DoNotCallList.Change> numbers = new ArrayList<>();
    private long epoch;
    private Optional<Duration> dialPeriod = Optional.empty();

    ControlReplay(RedisClusterAsyncCommands<String, String> redis, Source source, Progress progress) {
        this.store = new ControlStore(redis);
        this.source = source;
        this.progress = progress;
    }

    /** Whether it tells of an epoch, as it does since a Redis was first opened; changes nothing. */
    boolean tellsOfAnEpoch() {
        AtomicBoolean told = new AtomicBoolean();
        source.whole(Topics.CONTROL).forEach(stretch -> source.read(stretch, () -> !told.get(), found -> {
            progress.did(0);
            if (found.value() != null && key(found).equals(EpochRecord.KEY)) {
                told.set(true);
            }
        }));
        return told.get();
    }

    void run() {
        source.whole(Topics.CONTROL).forEach(stretch -> source.read(stretch, this::apply));
        settle();
    }

    /** The highest epoch that any Redis was opened in, as far as control tells. */
    long epoch() {
        return epoch;
    }

    /** For how long an attempt counts for its number; empty where that was never capped. */
    Optional<Duration> dialPeriod() {
        return dialPeriod;
    }

    private void apply(ConsumerRecord<byte[], byte[]> found) {
        String key = key(found);
        Optional<byte[]> value = Optional.ofNullable(found.value());
        try {
            if (key.equals(EpochRecord.KEY)) {
                value.map(json -> Json.read(json, EpochRecord.class)).ifPresent(
                        record -> epoch = Math.max(epoch, record.epoch()));
            } else if (key.equals(DialPeriod.KEY)) {
                dialPeriod = value.map(json -> Json.read(json, DialPeriod.class).period());
            } else {
                DoNotCallList.Change.of(key, found.offset(), value).ifPresentOrElse(numbers::add,
                        () -> asked.add(store.apply(key, found.offset(), value)));
            }
        } catch (RedisException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("calls.control@{} is not a record of ours: {}", found.offset(), e.getMessage());
        }
        if (asked.size() + numbers.size() >= AT_ONCE) {
            settle();
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> found) {
        return found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8);
    }

    private void settle() {
        asked.add(store.doNotCall().apply(List.copyOf(numbers)));
        asked.forEach(CompletableFuture::join);
        asked.clear();
        numbers.clear();
        progress.did(0);
    }
}
