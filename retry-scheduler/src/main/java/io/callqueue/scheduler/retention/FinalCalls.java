package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.callqueue.call.CallId;
import io.callqueue.kafka.CallTopics;
import io.callqueue.store.CallStore;

/**
 * Forgets calls that ended long ago: first in the ledger, from which Redis would be made anew, then in Redis. While a record of a call is
 * unread the call must be known: the record would make it anew, and the phone would ring again.
 */
final class FinalCalls {
    /** Few enough that Redis serves others in between. */
    private static final int AT_ONCE = 200;
    /** 64 times the wanted age is given up on: so old a backlog is a case for a person. */
    private static final int DOUBLINGS = 6;
    private final CallStore store;
    private final CallTopics topics;

    FinalCalls(CallStore store, CallTopics topics) {
        this.store = store;
        this.topics = topics;
    }

    /** When a call must have ended to be forgotten: the best first, then ones that older backlogs allow. */
    static List<Instant> moments(Instant now, Duration keep) {
        return IntStream.rangeClosed(0, DOUBLINGS).mapToObj(times -> now.minus(keep.multipliedBy(1L << times)))
                .toList();
    }

    /** Answers how many there were. */
    long forget(Instant endedBefore, Instant now) throws ExecutionException, InterruptedException {
        long forgotten = 0;
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            List<CallId> ended;
            do {
                ended = store.ended().before(shard, endedBefore, AT_ONCE).get();
                forgotten += forget(shard, endedBefore, ended, now);
            } while (ended.size() == AT_ONCE);
        }
        return forgotten;
    }

    private long forget(int shard, Instant endedBefore, List<CallId> ended, Instant now)
            throws ExecutionException, InterruptedException {
        if (ended.isEmpty()) {
            return 0;
        }
        List<CompletableFuture<?>> told = ended.stream().<CompletableFuture<?>>map(id -> store.read(id)
                .thenCompose(found -> found.call()
                        .<CompletableFuture<?>>map(call -> topics.forgottenEvent(call, now))
                        .orElseGet(() -> CompletableFuture.completedFuture(found))))
                .toList();
        for (CompletableFuture<?> one : told) {
            var unused = one.get();
        }
        return store.ended().forget(shard, endedBefore, ended).get();
    }
}
