package io.callqueue.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;

/**
 * How many calls of one campaign stand in each status. Counted in the script of each move, as {@link StatusCounts} are; a call that is
 * forgotten counts no more, so these are the calls that can be asked for.
 *
 * @param queued of them by priority
 * @param parkedByShard how many of the deferred ones are parked, in each shard, by priority
 */
public record CampaignCounts(Map<CallStatus, Long> counts, Map<Priority, Long> queued,
        List<Map<Priority, Long>> parkedByShard) {

    static CampaignCounts sum(List<Map<String, String>> shards) {
        Map<CallStatus, Long> sum = new EnumMap<>(CallStatus.class);
        for (CallStatus status : CallStatus.values()) {
            sum.put(status, shards.stream().mapToLong(shard -> count(shard, status.word())).sum());
        }
        Map<Priority, Long> queued = new EnumMap<>(Priority.class);
        shards.forEach(
                shard -> byPriority(shard, "queued").forEach((priority, n) -> queued.merge(priority, n, Long::sum)));
        return new CampaignCounts(sum, queued, shards.stream().map(shard -> byPriority(shard, "parked")).toList());
    }

    private static Map<Priority, Long> byPriority(Map<String, String> shard, String what) {
        Map<Priority, Long> counts = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            counts.put(priority, Math.max(0, count(shard, what + ":" + priority.word())));
        }
        return counts;
    }

    private static long count(Map<String, String> shard, String field) {
        return Long.parseLong(shard.getOrDefault(field, "0"));
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of the deferred ones are parked. */
    public long parked() {
        return parkedByShard.stream().flatMap(shard -> shard.values().stream()).mapToLong(Long::longValue).sum();
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
