package io.callqueue.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.callqueue.call.CallStatus;

/**
 * How many calls of one campaign stand in each status. Counted in the script of each move, as {@link StatusCounts} are; a call that is
 * forgotten counts no more, so these are the calls that can be asked for.
 *
 * @param parked how many of the deferred ones are parked
 * @param parkedShards how many of the shards have parked ones
 */
public record CampaignCounts(Map<CallStatus, Long> counts, long parked, int parkedShards) {
    private static final String PARKED = "parked";

    static CampaignCounts sum(List<Map<String, String>> shards) {
        Map<CallStatus, Long> sum = new EnumMap<>(CallStatus.class);
        for (CallStatus status : CallStatus.values()) {
            sum.put(status, shards.stream().mapToLong(shard -> count(shard, status.word())).sum());
        }
        long[] parked = shards.stream().mapToLong(shard -> count(shard, PARKED)).filter(count -> count > 0).toArray();
        return new CampaignCounts(sum, LongStream.of(parked).sum(), parked.length);
    }

    private static long count(Map<String, String> shard, String field) {
        return Long.parseLong(shard.getOrDefault(field, "0"));
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many have ended, however. */
    public long ended() {
        return counts.entrySet().stream().filter(count -> count.getKey().isFinal()).mapToLong(Map.Entry::getValue)
                .sum();
    }

    public long of(CallStatus status) {
        return counts.getOrDefault(status, 0L);
    }
}
