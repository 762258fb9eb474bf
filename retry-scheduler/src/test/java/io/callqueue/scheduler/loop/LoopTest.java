package io.callqueue.scheduler.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static io.callqueue.scheduler.Scene.await;
import static org.assertj.core.api.Assertions.assertThat;

class LoopTest {
    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void round_at_hand_is_finished_before_the_loop_ends() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Loop loop = new Loop("loop", () -> {
            begun.countDown();
            mayEnd.await();
            rounds.incrementAndGet();
            return Duration.ZERO;
        });
        loop.start();
        begun.await();

        Thread closer = Thread.startVirtualThread(loop::close);
        mayEnd.countDown();
        closer.join();

        assertThat(rounds).hasValueGreaterThanOrEqualTo(1);
        int atEnd = rounds.get();
        loop.close();
        assertThat(rounds).hasValue(atEnd);
    }

    @Test
    void bug_in_one_round_does_not_end_the_others() {
        try (Loop loop = new Loop("loop", () -> {
            if (rounds.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug, made for this test");
            }
            return Duration.ofMinutes(1);
        })) {
            loop.start();

            await().until(() -> rounds.get() == 2);
        }
    }

    @Test
    void loop_that_waits_ends_at_once() {
        Loop loop = new Loop("loop", () -> {
            rounds.incrementAndGet();
            return Duration.ofDays(1);
        });
        loop.start();
        await().until(() -> rounds.get() == 1);

        loop.close();

        assertThat(rounds).hasValue(1);
    }

    @Test
    void loop_that_is_woken_does_not_wait_for_its_next_round() {
        try (Loop loop = new Loop("loop", () -> {
            rounds.incrementAndGet();
            return Duration.ofDays(1);
        })) {
            loop.start();
            await().until(() -> rounds.get() == 1);

            loop.wake();

            await().until(() -> rounds.get() == 2);
        }
    }

    @Test
    void loop_that_was_never_started_can_be_closed() {
        new Loop("loop", () -> Duration.ZERO).close();

        assertThat(rounds).hasValue(0);
    }
}
