package io.callqueue.dispatcher.plivo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallerNumbersTest {
    private static final int CALLEES = 6_000;
    private final CallerNumbers three = CallerNumbers.parse("+14155550100, +14155550101=2.5,+14155550102");

    @Test
    void each_may_have_a_rate_of_its_own() {
        assertThat(three.all()).containsExactly(new CallerNumber("+14155550100", Optional.empty()),
                new CallerNumber("+14155550101", Optional.of(2.5)),
                new CallerNumber("+14155550102", Optional.empty()));
    }

    @Test
    void they_are_picked_evenly_for_callees_in_a_row() {
        Map<String, Integer> picked = new HashMap<>();
        for (int i = 0; i < CALLEES; i++) {
            picked.merge(first(three, i), 1, Integer::sum);
        }
        assertThat(picked).hasSize(3);
        assertThat(picked.values())
                .allSatisfy(count -> assertThat(count).isBetween(CALLEES / 3 * 9 / 10, CALLEES / 3 * 11 / 10));
    }

    @Test
    void each_is_picked_as_often_as_it_may_be_used() {
        CallerNumbers unequal = CallerNumbers.parse("+14155550100=1,+14155550101=10,+14155550102");
        Map<String, Integer> picked = new HashMap<>();
        for (int i = 0; i < CALLEES; i++) {
            picked.merge(first(unequal, i), 1, Integer::sum);
        }
        assertThat(picked.get("+14155550100")).isBetween(CALLEES / 21 * 8 / 10, CALLEES / 21 * 12 / 10);
        assertThat(picked.get("+14155550101")).isBetween(CALLEES * 10 / 21 * 9 / 10, CALLEES * 10 / 21 * 11 / 10);
        assertThat(picked.get("+14155550102")).isBetween(CALLEES * 10 / 21 * 9 / 10, CALLEES * 10 / 21 * 11 / 10);
    }

    @Test
    void a_number_is_the_same_with_and_without_its_plus() {
        assertThatThrownBy(() -> CallerNumbers.parse("+14155550100=2,14155550100=2"))
                .hasMessage("PLIVO_NUMBER names 14155550100 twice");
    }

    @Test
    void a_callee_hears_the_same_number_again_even_when_another_one_is_added() {
        CallerNumbers four = CallerNumbers.parse("+14155550103,+14155550102,+14155550101,+14155550100");
        int moved = 0;
        for (int i = 0; i < CALLEES; i++) {
            assertThat(first(three, i)).isEqualTo(first(three, i));
            String now = first(four, i);
            moved += now.equals(first(three, i)) ? 0 : 1;
            assertThat(List.of(first(three, i), "+14155550103")).contains(now);
        }
        assertThat(moved).isBetween(CALLEES / 4 * 9 / 10, CALLEES / 4 * 11 / 10);
    }

    @Test
    void the_name_of_a_lease_tells_the_number() {
        CallerNumber second = three.all().get(1);
        assertThat(three.of(second.mark("call-1/1/token"))).isEqualTo(second);
        assertThat(three.dialedFrom(second.mark("call-1/1/token"))).isEqualTo("+14155550101");
    }

    @Test
    void an_attempt_was_dialed_from_its_number_also_when_that_is_none_of_ours_any_more() {
        CallerNumbers one = CallerNumbers.parse("+14155550100");
        String lease = new CallerNumber("+14155550199", Optional.empty()).mark("call-1/1/token");
        assertThat(one.dialedFrom(lease)).isEqualTo("+14155550199");
        assertThat(one.of(lease)).isEqualTo(one.all().getFirst());
        assertThat(one.dialedFrom("call-1/1/token")).isEqualTo("+14155550100");
    }

    private static String first(CallerNumbers numbers, int callee) {
        return numbers.preferredFor("+1415%07d".formatted(5_000_000 + callee)).getFirst().number();
    }
}
