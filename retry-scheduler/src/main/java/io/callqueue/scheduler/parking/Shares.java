package io.callqueue.scheduler.parking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Divides what may come back of a campaign over the shards that have parked calls, without asking other pods. */
record Shares(RandomGenerator random) {

    /**
     * One share for each shard that this pod looks at now. Chance rounds the pod's part, so that all pods together bring back about
     * {@code calls}; a pod alone never more.
     *
     * @param parked how many of all shards have parked calls
     * @param looked how many of them this pod looks at
     */
    List<Long> of(long calls, int parked, int looked) {
        int shards = Math.max(parked, looked);
        long product = calls * looked;
        long part = product / shards + (random.nextInt(shards) < product % shards ? 1 : 0);
        List<Long> shares = new ArrayList<>(
                IntStream.range(0, looked).mapToObj(n -> part / looked + (n < part % looked ? 1 : 0)).toList());
        Collections.shuffle(shares, random);
        return shares;
    }
}
