package io.callqueue.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

class DistributionTest {
    private static Tally tally(Distribution distribution, long... values) {
        Tally sum = Tally.NOTHING;
        for (long value : values) {
            sum = sum.plus(Tally.of(Map.of(distribution.cell(value), 1L)));
        }
        return sum;
    }

    @RepeatedTest(20)
    void percentiles_are_within_one_percent(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        long[] waits = random.longs(501, 1, 1L << (5 + random.nextInt(24))).sorted().toArray();
        Tally tally = tally(Distribution.WAITED, waits);
        assertThat(Distribution.WAITED.percentile(tally, 50).orElseThrow()).isCloseTo(waits[250], withPercentage(1));
        assertThat(Distribution.WAITED.percentile(tally, 95).orElseThrow()).isCloseTo(waits[475], withPercentage(1));
        assertThat(Distribution.WAITED.count(tally)).isEqualTo(501);
        Tally half = tally(Distribution.WAITED, Arrays.copyOf(waits, 250));
        assertThat(Distribution.WAITED.count(tally.minus(half))).isEqualTo(251);
    }

    @Test
    void what_is_out_of_range_counts_at_its_end() {
        assertThat(Distribution.TALKED.percentile(tally(Distribution.TALKED, 1_000_000), 50)).contains(86_400L);
        assertThat(Distribution.WAITED.percentile(tally(Distribution.WAITED, -5), 50)).contains(0L);
        assertThat(Distribution.WAITED.percentile(tally(Distribution.TALKED, 5), 50)).isEmpty();
    }
}
