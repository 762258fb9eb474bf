package io.callqueue.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Priority;

/**
 * How many calls stand in each status, by priority. Counted in the script of each move, so never off by one. Calls that ended stay counted
 * when they are forgotten.
 */
public record StatusCounts(Map<CallStatus, Map<Priority, Long>> counts) {

    static StatusCounts sum(List<Map<String, String>> shards) {
        Map<CallStatus, Map<Priority, Long>> sum = new EnumMap<>(CallStatus.class);
        for (Map<String, String> shard : shards) {
            shard.forEach((key, count) -> {
                String[] words = key.split(":", -1);
                sum.computeIfAbsent(CallStatus.parse(words[0]), s -> new EnumMap<>(Priority.class))
                        .merge(Priority.of(words[1]).orElseThrow(), Long.parseLong(count), Long::sum);
            });
        }
        return new StatusCounts(sum);
    }

    public long of(CallStatus status, Priority priority) {
        return counts.getOrDefault(status, Map.of()).getOrDefault(priority, 0L);
    }

    public long of(CallStatus status) {
        return counts.getOrDefault(status, Map.of()).values().stream().mapToLong(Long::longValue).sum();
    }
}
