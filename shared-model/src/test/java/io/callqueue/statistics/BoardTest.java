package io.callqueue.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.callqueue.codec.Json;
import io.callqueue.statistics.StatisticsRecord.Counts;
import io.callqueue.statistics.StatisticsRecord.Progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoardTest {
    private final Board board = new Board();

    private void dialed(int partition, String figure, long count) {
        board.apply(StatisticsRecord.key(partition, figure),
                Optional.of(Json.bytes(new Counts(Map.of("dialed", count)))));
    }

    private long dialed() {
        return board.sum(Scope.ALL, List.of(Window.TOTAL)).count(Counter.DIALED);
    }

    @Test
    void partitions_are_summed_and_each_replaces_only_its_own() {
        dialed(0, "total/all", 3);
        dialed(1, "total/all", 4);
        dialed(0, "total/all", 5);
        dialed(0, "total/campaign:c", 100);
        assertThat(dialed()).isEqualTo(9);
        board.apply("1/total/all", Optional.empty());
        assertThat(dialed()).isEqualTo(5);
    }

    @Test
    void it_is_as_far_as_the_slowest_partition() {
        Instant slow = Instant.parse("2026-11-25T01:00:00Z");
        board.apply("0/progress", Optional.of(Json.bytes(new Progress(slow.plusSeconds(9)))));
        assertThat(board.countedUntil(2)).isEmpty();
        board.apply("1/progress", Optional.of(Json.bytes(new Progress(slow))));
        assertThat(board.countedUntil(2)).contains(slow);
    }

    @Test
    void what_is_no_record_of_ours_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> board.apply("nonsense", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> board.apply("0/nonsense/all", Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> board.apply("0/total/nonsense", Optional.empty()));
    }
}
