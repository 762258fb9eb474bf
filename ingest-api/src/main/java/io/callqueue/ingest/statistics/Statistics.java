package io.callqueue.ingest.statistics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

import io.callqueue.call.Priority;
import io.callqueue.statistics.Board;
import io.callqueue.statistics.Counter;
import io.callqueue.statistics.Scope;
import io.callqueue.statistics.Window;

/** The figures at hand. Empty until all of them have been read, and the ledger has counted in each of its partitions. */
@Component
public final class Statistics {
    /** A ledger that is further behind does not know what happened in the last second. */
    private static final Duration NOW = Duration.ofSeconds(5);
    private final StatisticsReader reader;
    private final Clock clock;

    Statistics(StatisticsReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    public Optional<QueueStatistics> ofQueue() {
        return reader.board().flatMap(board -> asOf(board).map(asOf -> ofQueue(board, asOf)));
    }

    public Optional<CampaignStatistics> ofCampaign(String id) {
        Scope scope = Scope.ofCampaign(id);
        return reader.board()
                .flatMap(board -> asOf(board).map(asOf -> new CampaignStatistics(asOf,
                        figures(board, scope, Spans.lastDayByHours(asOf)),
                        figures(board, scope, List.of(Window.TOTAL)))));
    }

    private Optional<Instant> asOf(Board board) {
        return board.countedUntil(reader.partitions());
    }

    private QueueStatistics ofQueue(Board board, Instant asOf) {
        boolean isNow = !asOf.isBefore(clock.instant().minus(NOW));
        return new QueueStatistics(asOf, isNow ? dialed(board, Spans.lastSecond(asOf)) : Optional.empty(),
                isNow ? dialed(board, Spans.lastMinute(asOf)) : Optional.empty(),
                figures(board, Scope.ALL, Spans.lastHour(asOf)), figures(board, Scope.ALL, Spans.lastDay(asOf)),
                figures(board, Scope.ALL, List.of(Window.TOTAL)), priorities(board, Spans.lastDay(asOf)));
    }

    private static Map<Priority, Figures> priorities(Board board, List<Window> windows) {
        Map<Priority, Figures> priorities = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            priorities.put(priority, figures(board, Scope.of(priority), windows));
        }
        return priorities;
    }

    private static Optional<Long> dialed(Board board, List<Window> windows) {
        return Optional.of(board.sum(Scope.ALL, windows).count(Counter.DIALED));
    }

    private static Figures figures(Board board, Scope scope, List<Window> windows) {
        return Figures.of(board.sum(scope, windows));
    }
}
