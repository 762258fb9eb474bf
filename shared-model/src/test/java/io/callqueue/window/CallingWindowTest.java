package io.callqueue.window;

import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.callqueue.codec.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CallingWindowTest {
    private static final LocalDate HOLIDAY = LocalDate.parse("2027-01-26");

    @Test
    void its_json_is_what_was_sent() {
        CallingWindow window = window(List.of(Weekday.MON, Weekday.FRI), "09:00", "24:00", "Asia/Kolkata",
                List.of(HOLIDAY));
        assertThat(Json.text(window)).isEqualTo("{\"days\":[\"mon\",\"fri\"],\"from\":\"09:00\",\"to\":\"24:00\","
                + "\"timezone\":\"Asia/Kolkata\",\"holidays\":[\"2027-01-26\"]}");
        assertThat(Json.read(Json.text(window), CallingWindow.class)).isEqualTo(window);
    }

    /** Redis' cjson would make an object of an empty list. */
    @Test
    void no_holidays_are_left_out() {
        CallingWindow window = window(List.of(Weekday.MON), "09:00", "18:00", "callee", List.of());
        assertThat(Json.text(window)).doesNotContain("holidays");
        assertThat(Json.read(Json.text(window), CallingWindow.class)).isEqualTo(window);
    }

    @Test
    void windows_that_mean_the_same_are_equal() {
        assertThat(window(List.of(Weekday.FRI, Weekday.MON, Weekday.FRI), "09:00", "18:00", "callee",
                List.of(HOLIDAY.plusDays(1), HOLIDAY, HOLIDAY)))
                .isEqualTo(window(List.of(Weekday.MON, Weekday.FRI), "09:00", "18:00", "callee",
                        List.of(HOLIDAY, HOLIDAY.plusDays(1))));
    }

    @ParameterizedTest
    @CsvSource({"09:00,09:00,callee", "24:00,09:00,callee", "09:00,18:00,Mars/Olympus", "09:00,18:00,+05:30"})
    void an_impossible_window_is_none(String from, String to, String timezone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(List.of(Weekday.MON), from, to, timezone, List.of()));
    }

    @Test
    void a_window_opens_on_some_day() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(List.of(), "09:00", "18:00", "callee", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00", "09:05", "23:59", "24:00"})
    void a_time_of_the_day_is_written_as_it_is_read(String text) {
        assertThat(TimeOfDay.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9:00", "24:01", "25:00", "12:60", "-1:00", "12:00:00", "noon", "٠٩:٠٠"})
    void nothing_else_is_a_time_of_the_day(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeOfDay.parse(text));
    }

    private static CallingWindow window(List<Weekday> days, String from, String to, String timezone,
            List<LocalDate> holidays) {
        return new CallingWindow(days, TimeOfDay.parse(from), TimeOfDay.parse(to), timezone, holidays);
    }
}
