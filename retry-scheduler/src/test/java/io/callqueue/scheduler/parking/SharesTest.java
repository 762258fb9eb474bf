package io.callqueue.scheduler.parking;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.call.Priority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SharesTest {
    private static final Map<Priority, Long> NOTHING_QUEUED = Map.of();
    private final long seed = new Random().nextLong();
    private final Shares shares = new Shares(new Random(seed));

    /** As many shards as that, each with many parked calls. */
    private static List<Map<Priority, Long>> many(int shards) {
        return Collections.nCopies(shards, Map.of(Priority.NORMAL, 1_000L));
    }

    private static List<Integer> first(int shards) {
        return IntStream.range(0, shards).boxed().toList();
    }

    private long total(long calls, int parked, int looked) {
        List<Long> each = shares.of(calls, NOTHING_QUEUED, many(parked), first(looked));
        assertThat(each).hasSize(looked);
        assertThat(each.stream().mapToLong(Long::longValue).max().orElseThrow()
                - each.stream().mapToLong(Long::longValue).min().orElseThrow()).as("seed %d", seed).isLessThan(2);
        return sum(each);
    }

    private static long sum(List<Long> shares) {
        return shares.stream().mapToLong(Long::longValue).sum();
    }

    @ParameterizedTest
    @CsvSource({"3, 64", "64, 64", "100, 7", "1, 1", "0, 5"})
    void pod_that_looks_at_all_shards_divides_exactly(long calls, int shards) {
        assertThat(total(calls, shards, shards)).isEqualTo(calls);
    }

    @ParameterizedTest
    @CsvSource({"3, 64, 20", "10, 64, 21", "1, 50, 3", "129, 64, 32"})
    void pods_together_bring_back_about_what_is_left_and_each_never_more(long calls, int parked, int looked) {
        int rounds = 4_000;
        double mean = IntStream.range(0, rounds).mapToLong(n -> total(calls, parked, looked)).peek(
                total -> assertThat(total).as("seed %d", seed).isLessThanOrEqualTo(calls)).average().orElseThrow();
        assertThat(mean).as("seed %d", seed).isCloseTo(1.0 * calls * looked / parked, within(0.05));
    }

    @Test
    void shards_take_turns_by_chance() {
        long[] of = new long[4];
        IntStream.range(0, 1_000).forEach(n -> {
            List<Long> each = shares.of(1, NOTHING_QUEUED, many(4), first(4));
            IntStream.range(0, 4).forEach(shard -> of[shard] += each.get(shard));
        });
        assertThat(LongStream.of(of).min().orElseThrow()).as("seed %d", seed).isGreaterThan(150);
    }

    @Test
    void the_more_urgent_come_back_first_wherever_they_are_parked() {
        List<Map<Priority, Long>> parked = List.of(Map.of(Priority.LOW, 500L),
                Map.of(Priority.LOW, 500L, Priority.URGENT, 2L),
                Map.of(Priority.HIGH, 1L), Map.of(Priority.NORMAL, 9L));
        assertThat(shares.of(2, NOTHING_QUEUED, parked, first(4))).containsExactly(0L, 2L, 0L, 0L);
        assertThat(shares.of(3, NOTHING_QUEUED, parked, first(4))).containsExactly(0L, 2L, 1L, 0L);
        assertThat(shares.of(7, NOTHING_QUEUED, parked, first(4))).containsExactly(0L, 2L, 1L, 4L);
        assertThat(shares.of(3, NOTHING_QUEUED, parked, List.of(0, 3))).as("what others look at is theirs")
                .containsExactly(0L, 0L);
    }

    @ParameterizedTest
    @CsvSource({"0, 10000, 5", "3, 0, 2", "5, 0, 0", "9, 9, 0"})
    void queued_calls_take_from_those_that_are_no_more_urgent(long urgent, long low, long back) {
        Map<Priority, Long> queued = Map.of(Priority.URGENT, urgent, Priority.LOW, low);
        assertThat(sum(shares.of(5, queued, many(64), first(64)))).isEqualTo(back);
    }

    @Test
    void no_more_are_asked_for_than_are_there() {
        List<Map<Priority, Long>> parked = List.of(Map.of(Priority.LOW, 1L), Map.of(Priority.LOW, 100L), Map.of());
        assertThat(shares.of(51, NOTHING_QUEUED, parked, first(3))).containsExactly(1L, 50L, 0L);
        assertThat(shares.of(1_000, NOTHING_QUEUED, parked, first(3))).containsExactly(1L, 100L, 0L);
    }
}
