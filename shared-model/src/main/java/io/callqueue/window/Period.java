package io.callqueue.window;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Optional;

/** What a window's opening of one day is on a clock that is never changed: from {@code start} on, before {@code end}. */
record Period(LocalDateTime start, LocalDateTime end) {

    /** The first one of the window that ends after this time, if it begins before {@code limit}. */
    static Optional<Period> endingAfter(CallingWindow window, LocalDateTime time, LocalDateTime limit) {
        LocalDate yesterday = time.toLocalDate().minusDays(1); // open over midnight, perhaps
        for (LocalDate day = yesterday; day.atStartOfDay().isBefore(limit); day = day.plusDays(1)) {
            Optional<Period> period = of(window, day).filter(found -> found.end.isAfter(time));
            if (period.isPresent()) {
                return period.filter(found -> found.start.isBefore(limit));
            }
        }
        return Optional.empty();
    }

    private static Optional<Period> of(CallingWindow window, LocalDate day) {
        if (!window.days().contains(Weekday.of(day)) || isHoliday(window, day)) {
            return Optional.empty();
        }
        LocalDateTime start = window.from().on(day);
        if (window.from().compareTo(window.to()) < 0) {
            return Optional.of(new Period(start, window.to().on(day)));
        }
        LocalDate next = day.plusDays(1);
        return Optional.of(new Period(start, isHoliday(window, next) ? next.atStartOfDay() : window.to().on(next)));
    }

    private static boolean isHoliday(CallingWindow window, LocalDate day) {
        return Collections.binarySearch(window.holidays(), day) >= 0;
    }
}
