package io.callqueue.statistics;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.callqueue.call.CallStatus;
import io.callqueue.call.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TallyTest {
    private static Map<Integer, Long> counts(Random random) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            counts.put(cell(random), random.nextLong(-3, 4));
        }
        return counts;
    }

    private static int cell(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Counter.values()[random.nextInt(Counter.values().length)].cell();
            case 1 -> Cells.status(CallStatus.values()[random.nextInt(CallStatus.values().length)]);
            case 2 -> Distribution.TALKED.cell(random.nextInt(100));
            default -> Distribution.WAITED.cell(random.nextInt(1_000_000_000));
        };
    }

    @RepeatedTest(200)
    void what_is_added_and_taken_back_leaves_nothing(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        Map<Integer, Long> one = counts(random);
        Map<Integer, Long> other = counts(random);
        Tally sum = Tally.of(one).plus(Tally.of(other));

        Map<Integer, Long> expected = new TreeMap<>(one);
        other.forEach((cell, count) -> expected.merge(cell, count, Long::sum));
        expected.forEach((cell, count) -> assertThat(sum.count(cell)).isEqualTo(count));
        assertThat(sum).isEqualTo(Tally.of(other).plus(Tally.of(one)));
        assertThat(sum.minus(Tally.of(other))).isEqualTo(Tally.of(one));
        assertThat(sum.minus(sum).isEmpty()).isTrue();
    }

    @RepeatedTest(50)
    void it_is_read_as_it_was_written(RepetitionInfo seed) {
        Tally tally = Tally.of(counts(new Random(seed.getCurrentRepetition())));
        assertThat(Tally.read(tally.bytes())).isEqualTo(tally);
        assertThat(Tally.named(tally.named())).isEqualTo(tally);
    }

    /** They stand on the disks of running services. */
    @Test
    void the_numbers_of_the_cells_never_change() {
        assertThat(Cells.status(CallStatus.QUEUED)).isEqualTo(100);
        assertThat(Cells.status(CallStatus.EXPIRED)).isEqualTo(111);
        assertThat(Cells.ended(CallStatus.COMPLETED)).isEqualTo(208);
        assertThat(Cells.attempt(Outcome.ANSWERED)).isEqualTo(300);
        assertThat(Cells.attempt(Outcome.UNKNOWN)).isEqualTo(311);
        assertThat(Cells.call(Optional.of(Outcome.ANSWERED))).isEqualTo(400);
        assertThat(Cells.call(Optional.empty())).isEqualTo(499);
        assertThat(Distribution.TALKED.cell(31)).isEqualTo(1_000_031);
        assertThat(Distribution.WAITED.cell(100)).isEqualTo(1_000_000_100);
        assertThat(Tally.named(Map.of("status.queued", 1L, "dialed", 2L, "talked.31", 3L)).named().toString())
                .isEqualTo("{dialed=2, status.queued=1, talked.31=3}");
    }

    @Test
    void an_unknown_name_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tally.named(Map.of("nonsense", 1L)));
    }
}
