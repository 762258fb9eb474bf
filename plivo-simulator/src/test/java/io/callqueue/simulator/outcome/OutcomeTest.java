package io.callqueue.simulator.outcome;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutcomeTest {
    @Test
    void a_list_of_words_and_codes_is_read() {
        assertThat(Outcome.listOf("busy, 3130,answered")).extracting(outcome -> outcome.cause().code())
                .containsExactly(3010, 3130, 4000);
    }

    @Test
    void an_unknown_word_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> Outcome.of("asleep")).hasMessageContaining("asleep").hasMessageContaining("no_answer");
        assertThatThrownBy(() -> Outcome.of("1234")).hasMessageContaining("1234");
    }

    @Test
    void a_mix_draws_each_outcome_by_its_weight() {
        OutcomeMix mix = new OutcomeMix(Map.of("answered", 3.0, "busy", 1.0, "invalid", 0.0));
        SplittableRandom random = new SplittableRandom(7);
        long busy = 0;
        for (int i = 0; i < 10_000; i++) {
            Outcome drawn = mix.draw(random);
            assertThat(drawn).isNotEqualTo(Outcome.INVALID);
            busy += drawn.equals(Outcome.BUSY) ? 1 : 0;
        }
        assertThat(busy).isBetween(2300L, 2700L);
    }

    @Test
    void a_mix_without_weight_is_refused() {
        assertThatThrownBy(() -> new OutcomeMix(Map.of("busy", 0.0))).hasMessageContaining("weight");
        assertThatThrownBy(() -> new OutcomeMix(Map.of("busy", -1.0))).hasMessageContaining("weight");
    }

    @Test
    void a_numbers_outcomes_come_in_turn_and_the_last_one_stays() {
        NumberPlans plans = new NumberPlans(Map.of("+14155550101", List.of(Outcome.BUSY, Outcome.ANSWERED)));
        assertThat(plans.outcome("14155550101", 0)).contains(Outcome.BUSY);
        assertThat(plans.outcome("+14155550101", 1)).contains(Outcome.ANSWERED);
        assertThat(plans.outcome("+14155550101", 9)).contains(Outcome.ANSWERED);
        assertThat(plans.outcome("+14155550102", 0)).isEmpty();
    }

    @Test
    void a_whole_number_goes_before_a_suffix_and_a_longer_suffix_before_a_shorter() {
        NumberPlans plans = new NumberPlans(Map.of("*1", List.of(Outcome.BUSY), "*01", List.of(Outcome.REJECTED),
                "+14155550101", List.of(Outcome.INVALID)));
        assertThat(plans.outcome("+14155550101", 0)).contains(Outcome.INVALID);
        assertThat(plans.outcome("+14155550201", 0)).contains(Outcome.REJECTED);
        assertThat(plans.outcome("+14155550211", 0)).contains(Outcome.BUSY);
    }
}
