package io.callqueue.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PolledTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<CompletableFuture<Integer>> answer = new AtomicReference<>(
            CompletableFuture.completedFuture(7));
    private final Polled<Integer> polled = new Polled<>("numbers", Duration.ofSeconds(2), answer::get, nanos::get);

    @AfterEach
    void stop() {
        polled.close();
    }

    private double number() {
        return polled.number(Integer::doubleValue);
    }

    @Test
    void the_last_answer_holds_while_the_next_ones_are_missing_and_then_nobody_knows() {
        assertThat(number()).isNaN();
        polled.askOnce();
        answer.set(CompletableFuture.failedFuture(new IllegalStateException("away")));
        polled.askOnce();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(number()).isEqualTo(7);
        nanos.incrementAndGet();
        assertThat(number()).isNaN();
    }

    @Test
    void it_is_known_again_with_the_next_answer() {
        polled.askOnce();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        answer.set(CompletableFuture.completedFuture(8));
        polled.askOnce();
        assertThat(number()).isEqualTo(8);
    }
}
