package io.callqueue.dispatcher.disposition;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.callqueue.request.RetryRule;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(3, Duration.ofSeconds(10), 2, Duration.ofSeconds(100));
    private static final double ALMOST_ONE = Math.nextDown(1.0);

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 100", "6, 100", "1000, 100", "2147483647, 100"})
    void delay_is_below_base_doubled_each_time_and_never_above_the_cap(int times, long mostSeconds) {
        assertThat(BACKOFF.delay(times, always(ALMOST_ONE))).isBetween(Duration.ofSeconds(mostSeconds).minusMillis(1),
                Duration.ofSeconds(mostSeconds));
        assertThat(BACKOFF.delay(times, always(0))).isZero();
    }

    @Test
    void delays_are_spread_over_the_whole_range() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        double mean = java.util.stream.IntStream.range(0, 10_000)
                .mapToLong(i -> BACKOFF.delay(5, random).toMillis()).average().orElseThrow();
        assertThat(mean).isBetween(48_000.0, 52_000.0);
    }

    @Test
    void the_same_seed_gives_the_same_delays() {
        assertThat(BACKOFF.delay(3, new Random(7))).isEqualTo(BACKOFF.delay(3, new Random(7)));
    }

    @Test
    void a_callers_rule_replaces_only_what_it_names() {
        RetryRule rule = new RetryRule(Optional.empty(), Optional.of(5L), Optional.empty(), Optional.of(7L));
        assertThat(BACKOFF.with(rule)).isEqualTo(new Backoff(3, Duration.ofSeconds(5), 2, Duration.ofSeconds(7)));
    }

    private static RandomGenerator always(double drawn) {
        return new Random() {
            @Override
            public double nextDouble() {
                return drawn;
            }
        };
    }
}
