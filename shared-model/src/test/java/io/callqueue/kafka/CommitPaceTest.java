package io.callqueue.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitPaceTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1); // the monotonic clock may run over
    private final CommitPace pace = new CommitPace(nanoTime::get);

    @Test
    void the_first_commit_waits_for_nothing_and_then_there_are_four_a_second() {
        int commits = 0;
        for (int millis = 0; millis < 1_000; millis++) {
            commits += pace.isTime() ? 1 : 0;
            nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
        }
        assertThat(commits).isEqualTo(4);
    }

    @Test
    void what_was_not_asked_for_a_while_is_not_made_up_for() {
        assertThat(pace.isTime()).isTrue();
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(pace.isTime()).isTrue();
        assertThat(pace.isTime()).isFalse();
    }
}
