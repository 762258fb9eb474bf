package io.callqueue.scheduler.parking;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SharesTest {
    private final long seed = new Random().nextLong();
    private final Shares shares = new Shares(new Random(seed));

    private long total(long calls, int parked, int looked) {
        List<Long> each = shares.of(calls, parked, looked);
        assertThat(each).hasSize(looked);
        assertThat(each.stream().mapToLong(Long::longValue).max().orElseThrow()
                - each.stream().mapToLong(Long::longValue).min().orElseThrow()).as("seed %d", seed).isLessThan(2);
        return each.stream().mapToLong(Long::longValue).sum();
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
            List<Long> each = shares.of(1, 4, 4);
            IntStream.range(0, 4).forEach(shard -> of[shard] += each.get(shard));
        });
        assertThat(LongStream.of(of).min().orElseThrow()).as("seed %d", seed).isGreaterThan(150);
    }

    @Test
    void more_looks_than_shards_counted_a_moment_later_are_borne() {
        assertThat(total(5, 1, 3)).isEqualTo(5);
    }
}
