package io.callqueue.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is computed of openings agrees, every quarter of an hour, with what somebody sees who looks at the clock on the wall. */
class WallClockTest {
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final int STEPS = 4 * 96;
    private static final int STEPS_AHEAD = STEPS + 12 * 96;
    private static final List<Weekday> ALL = List.of(Weekday.values());
    /** Clocks that are changed by an hour, by half of one, at midnight, and never; offsets of whole and of parts of hours. */
    private static final List<String> ZONES = List.of("America/New_York", "Europe/Berlin", "Australia/Lord_Howe",
            "America/Santiago", "Africa/Cairo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland");
    private static final List<Instant> OTHER_DAYS = List.of(Instant.parse("2028-02-27T00:00:00Z"),
            Instant.parse("2026-12-30T00:00:00Z"), Instant.parse("2027-04-28T00:00:00Z"));

    static Stream<ZoneId> zones() {
        return ZONES.stream().map(ZoneId::of);
    }

    @ParameterizedTest
    @MethodSource("zones")
    void a_window_is_open_when_the_clock_on_the_wall_says_so(ZoneId zone) {
        spans(zone).forEach(start -> windows(start, zone)
                .forEach(window -> agree(start, Set.of(new ZonedWindow(window, zone)))));
    }

    @ParameterizedTest
    @MethodSource("zones")
    void several_zones_are_open_when_all_their_clocks_say_so(ZoneId zone) {
        spans(zone).forEach(start -> windows(start, zone).forEach(window -> agree(start,
                Set.of(new ZonedWindow(window, zone), new ZonedWindow(window, ZoneId.of("America/Los_Angeles"))))));
    }

    /** A day and a half before each of the next two changes of the clocks, and other days worth a look. */
    private static List<Instant> spans(ZoneId zone) {
        List<Instant> spans = new ArrayList<>(OTHER_DAYS);
        Instant at = Instant.parse("2027-01-01T00:00:00Z");
        for (int i = 0; i < 2 && !zone.getRules().isFixedOffset(); i++) {
            var change = zone.getRules().nextTransition(at);
            if (change != null) {
                at = change.getInstant();
                spans.add(at.minus(Duration.ofHours(36)));
            }
        }
        return spans;
    }

    private static List<CallingWindow> windows(Instant start, ZoneId zone) {
        LocalDate second = start.atZone(zone).toLocalDate().plusDays(1);
        Weekday weekday = Weekday.of(second);
        return List.of(OpeningTest.window(ALL.subList(0, 5), "09:00", "18:00"),
                OpeningTest.window(ALL, "22:00", "06:00"),
                OpeningTest.window(List.of(weekday), "22:00", "06:00"),
                OpeningTest.window(List.of(weekday), "00:00", "24:00"),
                OpeningTest.window(ALL, "01:30", "02:30"), OpeningTest.window(ALL, "02:15", "02:45"),
                OpeningTest.window(ALL, "01:45", "02:15"), OpeningTest.window(ALL, "23:30", "00:30"),
                OpeningTest.window(ALL, "18:00", "00:00"), OpeningTest.window(ALL, "00:00", "24:00"),
                OpeningTest.window(ALL, "21:00", "03:00", second.toString()),
                OpeningTest.window(ALL, "02:00", "01:45", second.toString(), second.plusDays(1).toString()));
    }

    private static void agree(Instant start, Set<ZonedWindow> windows) {
        Predicate<Instant> open = at -> windows.stream().allMatch(window -> shows(window, at));
        int next = -1;
        for (int step = STEPS_AHEAD; step >= 0; step--) {
            Instant now = start.plus(STEP.multipliedBy(step));
            boolean isOpen = open.test(now);
            next = isOpen ? step : next;
            if (step < STEPS && next >= 0) {
                agree(now, isOpen, start.plus(STEP.multipliedBy(next)), open, windows);
            }
        }
    }

    private static void agree(Instant now, boolean isOpen, Instant next, Predicate<Instant> open,
            Set<ZonedWindow> windows) {
        switch (Opening.of(now, windows)) {
            case Opening.Now() -> assertThat(isOpen).as("open at %s: %s", now, windows).isTrue();
            case Opening.Later(Instant at, Instant until) -> {
                assertThat(isOpen).as("open at %s: %s", now, windows).isFalse();
                assertThat(at).as("opening after %s: %s", now, windows).isEqualTo(next);
                assertThat(until).isAfter(at);
                for (Instant during = at; during.isBefore(until); during = during.plus(STEP)) {
                    assertThat(open).as("until %s: %s", until, windows).accepts(during);
                }
            }
            case Opening.Never() -> throw new AssertionError("opens at " + next + ": " + windows);
        }
    }

    private static boolean shows(ZonedWindow zoned, Instant at) {
        ZoneOffset offset = zoned.zone().getRules().getOffset(at);
        LocalDateTime shown = LocalDateTime.ofInstant(at, offset);
        CallingWindow window = zoned.window();
        LocalDate today = shown.toLocalDate();
        int minute = shown.getHour() * 60 + shown.getMinute();
        if (window.holidays().contains(today)) {
            return false;
        }
        int from = window.from().minutes();
        int to = window.to().minutes();
        if (from < to) {
            return opensOn(window, today) && minute >= from && minute < to;
        }
        return (opensOn(window, today) && minute >= from) || (opensOn(window, today.minusDays(1)) && minute < to);
    }

    private static boolean opensOn(CallingWindow window, LocalDate day) {
        return window.days().contains(Weekday.parse(day.getDayOfWeek().name().substring(0, 3)))
                && !window.holidays().contains(day);
    }
}
