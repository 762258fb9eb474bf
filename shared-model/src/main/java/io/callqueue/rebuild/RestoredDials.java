package io.callqueue.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.lettuce.core.ZAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Erased;
import io.callqueue.event.LedgerEntry;
import io.callqueue.store.AdmissionKeys;
import io.callqueue.store.RedisAnswer;

/**
 * How often a number was dialed lately, where that is capped. Written twice, or by two, it is the same.
 *
 * @param period for which an attempt counts; empty where there is no cap
 * @param now about the time of Redis
 */
record RestoredDials(RedisClusterAsyncCommands<String, String> redis, Optional<Duration> period, Instant now) {
    CompletableFuture<?> restore(LedgerEntry entry) {
        return CompletableFuture.allOf(period.stream().filter(counted -> !Erased.is(entry.call()))
                .flatMap(counted -> entry.attempts().stream()
                        .flatMap(attempt -> restore(entry.call(), attempt, counted)))
                .toArray(CompletableFuture[]::new));
    }

    private Stream<CompletableFuture<?>> restore(Call call, Attempt attempt, Duration counted) {
        String key = AdmissionKeys.dials(call.order().phoneNumber());
        return attempt.dialedAt().filter(at -> at.isAfter(now.minus(counted))).stream()
                .flatMap(at -> Stream.of(
                        RedisAnswer.of(redis.zadd(key, ZAddArgs.Builder.nx(), (double) at.toEpochMilli(),
                                call.id() + "/" + attempt.number())),
                        RedisAnswer.of(redis.pexpire(key, counted.toMillis()))));
    }
}
