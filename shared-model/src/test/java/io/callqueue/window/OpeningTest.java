package io.callqueue.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OpeningTest {
    private static final List<Weekday> ALL = List.of(Weekday.values());
    private static final List<Weekday> WORKDAYS = ALL.subList(0, 5);
    private static final Instant FRIDAY_NOON = Instant.parse("2027-01-15T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Asia/Kolkata     | 2027-01-15T03:30:00Z | now
            Asia/Kolkata     | 2027-01-15T03:29:59.999Z | 2027-01-15T03:30:00Z
            Asia/Kolkata     | 2027-01-15T12:29:59.999Z | now
            Asia/Kolkata     | 2027-01-15T12:30:00Z | 2027-01-18T03:30:00Z
            Asia/Kathmandu   | 2027-01-15T03:14:59Z | 2027-01-15T03:15:00Z
            Asia/Kathmandu   | 2027-01-15T03:15:00Z | now
            America/New_York | 2027-03-12T22:00:00Z | now
            America/New_York | 2027-03-12T23:00:00Z | 2027-03-15T13:00:00Z
            America/New_York | 2027-11-05T22:00:00Z | 2027-11-08T14:00:00Z
            Europe/Berlin    | 2027-03-26T17:00:00Z | 2027-03-29T07:00:00Z
            Europe/Berlin    | 2027-10-29T16:00:00Z | 2027-11-01T08:00:00Z
            Australia/Lord_Howe | 2027-04-02T12:00:00Z | 2027-04-04T22:30:00Z
            Australia/Lord_Howe | 2027-10-01T12:00:00Z | 2027-10-03T22:00:00Z
            UTC              | 2028-02-28T18:00:00Z | 2028-02-29T09:00:00Z
            UTC              | 2028-02-29T18:00:00Z | 2028-03-01T09:00:00Z
            UTC              | 2027-04-30T18:00:00Z | 2027-05-03T09:00:00Z
            UTC              | 2026-12-31T18:00:00Z | 2027-01-01T09:00:00Z
            """)
    void office_hours_open_on_the_next_working_day_of_the_callee(String zone, Instant now, String opens) {
        assertOpens(Opening.of(now, Set.of(in(zone, WORKDAYS, "09:00", "18:00"))), opens);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2027-01-15T21:59:00Z | 2027-01-15T22:00:00Z
            2027-01-15T22:00:00Z | now
            2027-01-16T05:59:59Z | now
            2027-01-16T06:00:00Z | 2027-01-22T22:00:00Z
            2027-01-16T22:30:00Z | 2027-01-22T22:00:00Z
            2027-01-15T05:00:00Z | 2027-01-15T22:00:00Z
            """)
    void a_window_over_midnight_belongs_to_the_day_on_which_it_opens(Instant now, String opens) {
        assertOpens(Opening.of(now, Set.of(in("UTC", List.of(Weekday.FRI), "22:00", "06:00"))), opens);
    }

    @Test
    void a_window_whose_hour_is_skipped_does_not_open_that_day() {
        ZonedWindow skipped = in("America/New_York", ALL, "02:15", "02:45");
        assertOpens(Opening.of(Instant.parse("2027-03-14T05:00:00Z"), Set.of(skipped)), "2027-03-15T06:15:00Z");
    }

    @Test
    void a_window_that_opens_in_the_skipped_hour_opens_after_it() {
        ZonedWindow half = in("America/New_York", ALL, "02:30", "04:00");
        assertThat(Opening.of(Instant.parse("2027-03-14T05:00:00Z"), Set.of(half))).isEqualTo(
                new Opening.Later(Instant.parse("2027-03-14T07:00:00Z"), Instant.parse("2027-03-14T08:00:00Z")));
    }

    @Test
    void an_hour_that_the_clocks_show_twice_is_open_twice() {
        ZonedWindow twice = in("Europe/Berlin", ALL, "02:15", "02:45");
        assertOpens(Opening.of(Instant.parse("2027-10-31T00:15:00Z"), Set.of(twice)), "now");
        assertOpens(Opening.of(Instant.parse("2027-10-31T00:45:00Z"), Set.of(twice)), "2027-10-31T01:15:00Z");
        assertOpens(Opening.of(Instant.parse("2027-10-31T01:45:00Z"), Set.of(twice)), "2027-11-01T01:15:00Z");
    }

    @Test
    void the_half_hour_that_lord_howe_shows_twice_prolongs_a_window() {
        ZonedWindow night = in("Australia/Lord_Howe", ALL, "01:00", "03:00");
        assertThat(Opening.of(Instant.parse("2027-04-03T12:00:00Z"), Set.of(night))).isEqualTo(
                new Opening.Later(Instant.parse("2027-04-03T14:00:00Z"), Instant.parse("2027-04-03T16:30:00Z")));
    }

    @Test
    void a_holiday_is_closed_from_midnight_to_midnight() {
        ZonedWindow night = in("Asia/Kolkata", ALL, "20:00", "02:00", "2027-01-26");
        Instant evening = Instant.parse("2027-01-25T14:29:00Z");
        assertThat(Opening.of(evening, Set.of(night))).as("closes at midnight").isEqualTo(
                new Opening.Later(Instant.parse("2027-01-25T14:30:00Z"), Instant.parse("2027-01-25T18:30:00Z")));
        assertOpens(Opening.of(Instant.parse("2027-01-25T18:30:00Z"), Set.of(night)), "2027-01-27T14:30:00Z");
        assertOpens(Opening.of(Instant.parse("2027-01-26T19:00:00Z"), Set.of(night)), "2027-01-27T14:30:00Z");
    }

    @Test
    void it_is_a_holiday_by_the_date_of_the_zone() {
        ZonedWindow day = in("Asia/Kolkata", ALL, "00:00", "24:00", "2027-01-26");
        assertOpens(Opening.of(Instant.parse("2027-01-25T18:29:59Z"), Set.of(day)), "now");
        assertOpens(Opening.of(Instant.parse("2027-01-25T18:30:00Z"), Set.of(day)), "2027-01-26T18:30:00Z");
    }

    @Test
    void several_zones_must_all_be_open() {
        Set<ZonedWindow> coasts = window(WORKDAYS, "09:00", "18:00").around(
                Set.of(ZoneId.of("America/New_York"), ZoneId.of("America/Los_Angeles")));
        assertThat(Opening.of(Instant.parse("2027-01-15T15:00:00Z"), coasts)).isEqualTo(
                new Opening.Later(Instant.parse("2027-01-15T17:00:00Z"), Instant.parse("2027-01-15T23:00:00Z")));
        assertOpens(Opening.of(Instant.parse("2027-01-15T23:00:00Z"), coasts), "2027-01-18T17:00:00Z");
    }

    @Test
    void zones_that_are_never_open_at_once_are_never_open() {
        Set<ZonedWindow> apart = window(ALL, "09:00", "18:00").around(
                Set.of(ZoneId.of("Pacific/Auckland"), ZoneId.of("Europe/London")));
        assertThat(Opening.of(FRIDAY_NOON, apart)).isEqualTo(new Opening.Never());
    }

    @Test
    void a_window_that_is_closed_for_more_than_a_year_is_never_open() {
        String[] fridays = Stream.iterate(LocalDate.parse("2027-01-15"), day -> day.plusWeeks(1)).limit(54)
                .map(LocalDate::toString).toArray(String[]::new);
        ZonedWindow closed = in("UTC", List.of(Weekday.FRI), "09:00", "18:00", fridays);
        assertThat(Opening.of(FRIDAY_NOON, Set.of(closed))).isEqualTo(new Opening.Never());
    }

    @Test
    void a_window_of_a_zone_is_open_by_its_clock_wherever_the_callee_is() {
        CallingWindow own = new CallingWindow(ALL, TimeOfDay.parse("09:00"), TimeOfDay.parse("18:00"), "Asia/Tokyo",
                List.of());
        assertThat(own.around(Set.of(ZoneId.of("Europe/London"))))
                .containsExactly(new ZonedWindow(own, ZoneId.of("Asia/Tokyo")));
    }

    @Test
    void without_a_window_it_is_always_open() {
        assertThat(Opening.of(FRIDAY_NOON, Set.of())).isEqualTo(new Opening.Now());
    }

    private static void assertOpens(Opening opening, String expected) {
        if (expected.equals("now")) {
            assertThat(opening).isEqualTo(new Opening.Now());
        } else {
            assertThat(opening).isInstanceOfSatisfying(Opening.Later.class,
                    later -> assertThat(later.at()).isEqualTo(expected));
        }
    }

    static ZonedWindow in(String zone, List<Weekday> days, String from, String to, String... holidays) {
        return new ZonedWindow(window(days, from, to, holidays), ZoneId.of(zone));
    }

    static CallingWindow window(List<Weekday> days, String from, String to, String... holidays) {
        return new CallingWindow(days, TimeOfDay.parse(from), TimeOfDay.parse(to), CallingWindow.CALLEE,
                Arrays.stream(holidays).map(LocalDate::parse).collect(Collectors.toList()));
    }
}
