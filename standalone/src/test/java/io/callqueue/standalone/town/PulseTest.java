package io.callqueue.standalone.town;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.callqueue.simulator.witness.Dial;
import io.callqueue.simulator.witness.Witness;

import static org.assertj.core.api.Assertions.assertThat;

class PulseTest {
    private final AtomicLong now = new AtomicLong(ms(1_000));
    private final Pulse pulse = new Pulse(now::get);

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void beatsAt(long... millis) {
        LongStream.of(millis).forEach(at -> {
            now.set(ms(at));
            pulse.beat();
        });
    }

    private static Dial dial(long millis) {
        return new Dial(ms(millis), "c", 1, "+14155550100", "+14155550101", "u", "answered", true);
    }

    private static List<Dial> dials(long... millis) {
        return LongStream.of(millis).mapToObj(PulseTest::dial).toList();
    }

    @Test
    void dials_while_the_heart_beats_are_on_time() {
        beatsAt(1_005, 1_010, 1_040, 1_045);
        assertThat(pulse.onTime(dials(1_003, 1_020, 1_045))).hasSize(3);
    }

    @Test
    void dials_that_came_while_nothing_moved_and_just_after_are_left_out() {
        beatsAt(1_005, 3_000, 3_005);
        assertThat(pulse.onTime(dials(1_004, 1_005, 2_000, 3_000, 3_300, 3_301)))
                .isEqualTo(dials(1_004, 3_301));
    }

    @Test
    void the_others_are_counted() {
        beatsAt(1_005, 3_000, 3_005);
        Witness witness = new Witness(1, now::get);
        dials(1_001, 1_002, 3_001, 3_002, 3_003, 3_400, 3_500, 3_600).forEach(witness::dialed);
        assertThat(witness.mostDialsInAnySecond()).isEqualTo(6);
        assertThat(pulse.mostInAnySecond(witness)).isEqualTo(3);
    }
}
