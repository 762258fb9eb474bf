package io.callqueue.statistics;

import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.callqueue.call.Priority;
import io.callqueue.statistics.Window.Unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WindowTest {
    @RepeatedTest(50)
    void a_span_is_covered_without_gap_or_overlap(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        long from = random.nextInt(1_000_000) * 60L;
        long to = from + random.nextInt(5_000) * 60L;
        List<Window> windows = Span.windows(from, to, List.of(Unit.MINUTE, Unit.HOUR));
        long at = from;
        for (Window window : windows) {
            assertThat(window.start()).isEqualTo(at);
            assertThat(Window.of(window.unit(), at)).isEqualTo(window);
            at += window.unit().seconds();
        }
        assertThat(at).isEqualTo(to);
    }

    @Test
    void of_a_day_the_whole_hours_are_taken_at_once() {
        assertThat(Span.windows(1_799_940, 1_799_940 + 86_400, List.of(Unit.MINUTE, Unit.HOUR))).hasSize(60 + 23);
        assertThatIllegalArgumentException().isThrownBy(() -> Span.windows(1, 61, List.of(Unit.MINUTE)));
    }

    @Test
    void names_are_read_back_and_sort_by_time() {
        for (Window window : List.of(Window.TOTAL, Window.of(Unit.HOUR, 999_999_999), Window.of(Unit.DAY, 1))) {
            for (Scope scope : List.of(Scope.ALL, Scope.of(Priority.LOW), Scope.ofCampaign("a:b.c"))) {
                Figure figure = new Figure(window, scope);
                assertThat(Figure.parse(figure.name())).isEqualTo(figure);
            }
        }
        assertThat(Window.of(Unit.HOUR, 999_999_999).name()).isLessThan(Window.of(Unit.HOUR, 1_000_003_600).name());
    }

    @Test
    void a_window_is_forgotten_when_its_time_is_over_and_all_time_never() {
        Instant now = Instant.ofEpochSecond(1_000_000_000);
        Window minute = Window.of(Unit.MINUTE, now.getEpochSecond());
        assertThat(minute.isForgotten(now.plus(Unit.MINUTE.kept()))).isFalse();
        assertThat(minute.isForgotten(now.plus(Unit.MINUTE.kept()).plusSeconds(60))).isTrue();
        assertThat(Window.TOTAL.isForgotten(now)).isFalse();
    }
}
