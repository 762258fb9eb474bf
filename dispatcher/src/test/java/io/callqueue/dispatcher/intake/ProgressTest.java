package io.callqueue.dispatcher.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void nothing_is_committed_before_anything_was_fetched() {
        assertThat(progress.toCommit()).isEmpty();
    }

    @Test
    void an_unfinished_record_holds_back_all_behind_it() {
        List.of(10L, 11L, 12L).forEach(progress::opened);
        progress.done(11);
        progress.done(12);
        assertThat(progress.toCommit()).contains(10L);
        progress.done(10);
        assertThat(progress.toCommit()).contains(13L);
    }

    @Test
    void the_same_offset_is_committed_once_unless_that_failed() {
        progress.opened(10);
        progress.done(10);
        assertThat(progress.toCommit()).contains(11L);
        assertThat(progress.toCommit()).isEmpty();
        progress.notCommitted();
        assertThat(progress.toCommit()).contains(11L);
    }

    @Test
    void gaps_between_offsets_do_not_matter() {
        progress.opened(10);
        progress.opened(20);
        progress.done(10);
        assertThat(progress.toCommit()).contains(20L);
    }

    @Test
    void a_record_of_another_time_changes_nothing() {
        progress.opened(10);
        progress.done(3);
        progress.done(10);
        progress.done(10);
        assertThat(progress.toCommit()).contains(11L);
    }

    @Test
    void it_behaves_like_a_plain_model() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        TreeMap<Long, Boolean> model = new TreeMap<>();
        List<Long> unfinished = new ArrayList<>();
        long next = random.nextInt(100);
        long committed = -1;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) > 0) {
                next += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 0;
                progress.opened(next);
                model.put(next, false);
                unfinished.add(next++);
            } else if (!unfinished.isEmpty() && random.nextBoolean()) {
                long done = unfinished.remove(random.nextInt(unfinished.size()));
                progress.done(done);
                model.put(done, true);
            } else if (random.nextInt(10) == 0) {
                progress.notCommitted();
                committed = -1;
            } else {
                long expected = model.isEmpty() ? -1 : firstUnfinished(model, next);
                assertThat(progress.toCommit().orElse(committed)).isEqualTo(expected);
                committed = expected;
            }
        }
    }

    private static long firstUnfinished(TreeMap<Long, Boolean> model, long next) {
        while (!model.isEmpty() && model.firstEntry().getValue() && model.size() > 1) {
            model.pollFirstEntry(); // the last one stays: it says that something was fetched
        }
        return model.firstEntry().getValue() ? next : model.firstKey();
    }
}
