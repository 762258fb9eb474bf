package io.callqueue.scheduler.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.callqueue.call.CallId;
import io.callqueue.store.CallStore;

/**
 * Forgets calls that ended long ago. While a record of a call is unread the call must be known: the record would make it
 * anew, and the phone would ring again.
 */
final class FinalCalls {
    /** Few enough that Redis serves others in between. */
    private static final int AT_ONCE = 200;
    /** 64 times the wanted age is given up on: so old a backlog is a case for a person. */
    private static final int DOUBLINGS = 6;
    private final CallStore store;

    FinalCalls(CallStore store) {
        this.store = store;
    }

    /** When a call must have ended to be forgotten: the best first, then ones that older backlogs allow. */
    static List<Instant> moments(Instant now, Duration keep) {
        return IntStream.rangeClosed(0, DOUBLINGS).mapToObj(times -> now.minus(keep.multipliedBy(1L << times)))
                .toList();
    }

    /** Answers how many there were. */
    long forget(Instant endedBefore) throws ExecutionException, InterruptedException {
        long forgotten = 0;
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            long some;
            do {
                some = store.forget(shard, endedBefore, AT_ONCE).get();
                forgotten += some;
            } while (some == AT_ONCE);
        }
        return forgotten;
    }
}
