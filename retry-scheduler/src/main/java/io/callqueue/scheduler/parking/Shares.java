package io.callqueue.scheduler.parking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.callqueue.call.Priority;

/** Divides what may come back of a campaign over the shards that have parked calls, the most urgent first, without asking other pods. */
record Shares(RandomGenerator random) {

    /**
     * One share for each shard that this pod looks at now. Of calls that are queued those that are as urgent or more go first: they take
     * what they need of it. Chance rounds the pod's part, so that all pods together bring back about that many; a pod alone never more.
     *
     * @param queued calls by priority
     * @param parked calls by priority, of each of all shards
     * @param looked the shards that this pod looks at
     */
    List<Long> of(long calls, Map<Priority, Long> queued, List<Map<Priority, Long>> parked, List<Integer> looked) {
        long[] shares = new long[looked.size()];
        long left = calls;
        for (Priority priority : Priority.values()) {
            left -= queued.getOrDefault(priority, 0L);
            long all = parked.stream().mapToLong(shard -> shard.getOrDefault(priority, 0L)).sum();
            long back = Math.max(0, Math.min(left, all));
            left -= back;
            long[] here = looked.stream().mapToLong(shard -> parked.get(shard).getOrDefault(priority, 0L)).toArray();
            divide(part(back, LongStream.of(here).sum(), all), here, shares);
        }
        return LongStream.of(shares).boxed().toList();
    }

    private long part(long back, long here, long all) {
        if (back == 0) {
            return 0;
        }
        long product = back * here;
        return product / all + (random.nextLong(all) < product % all ? 1 : 0);
    }

    /** As even as what is there of them allows; which shards get the last ones is chance. */
    private void divide(long part, long[] here, long[] shares) {
        long left = part;
        while (left > 0) {
            List<Integer> open = new ArrayList<>(
                    IntStream.range(0, here.length).filter(n -> here[n] > 0).boxed().toList());
            Collections.shuffle(open, random);
            long each = Math.max(1, left / open.size());
            for (int n : open.subList(0, (int) Math.min(left, open.size()))) {
                long some = Math.min(here[n], each);
                here[n] -= some;
                shares[n] += some;
                left -= some;
            }
        }
    }
}
