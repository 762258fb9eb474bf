package io.callqueue.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.callqueue.codec.Json;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.StatisticsRecord.Progress;

/** All of {@code calls.statistics} in memory. One thread writes, any may read. */
public final class Board {
    private final Map<Figure, Map<Integer, Tally>> figures = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> progress = new ConcurrentHashMap<>();

    /**
     * Takes a record over the one that it replaces.
     *
     * @param value empty for a figure that is no more
     * @throws IllegalArgumentException or a JacksonException when it is no record of ours
     */
    public void apply(String key, Optional<byte[]> value) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("the key " + key + " names no partition");
        }
        int partition = Integer.parseInt(key.substring(0, slash));
        String name = key.substring(slash + 1);
        if (name.equals(StatisticsRecord.PROGRESS)) {
            value.map(read -> Json.read(read, Progress.class).countedUntil()).ifPresentOrElse(
                    until -> progress.put(partition, until), () -> progress.remove(partition));
        } else {
            figure(Figure.parse(name), partition,
                    value.map(read -> Tally.named(Json.read(read, Counts.class).counts())));
        }
    }

    private void figure(Figure figure, int partition, Optional<Tally> tally) {
        figures.compute(figure, (same, before) -> {
            Map<Integer, Tally> parts = before == null ? new ConcurrentHashMap<>() : before;
            tally.ifPresentOrElse(counted -> parts.put(partition, counted), () -> parts.remove(partition));
            return parts;
        });
        figures.computeIfPresent(figure, (same, parts) -> parts.isEmpty() ? null : parts);
    }

    /** Until when all that happened is counted; empty while not each of this many partitions has said so. */
    public Optional<Instant> countedUntil(int partitions) {
        return progress.size() < partitions ? Optional.empty() : progress.values().stream().min(Instant::compareTo);
    }

    /** What all partitions counted in these windows. */
    public Tally sum(Scope scope, List<Window> windows) {
        Tally sum = Tally.NOTHING;
        for (Window window : windows) {
            for (Tally part : figures.getOrDefault(new Figure(window, scope), Map.of()).values()) {
                sum = sum.plus(part);
            }
        }
        return sum;
    }
}
