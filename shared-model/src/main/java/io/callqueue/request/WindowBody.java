package io.callqueue.request;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.callqueue.window.CallingWindow;
import io.callqueue.window.TimeOfDay;
import io.callqueue.window.Weekday;

/** A calling window whose shape is right: fills in the defaults and checks what a schema can not say. */
final class WindowBody {
    private static final List<Weekday> ALL_DAYS = List.of(Weekday.values());
    private final Fields fields;

    WindowBody(Fields fields) {
        this.fields = fields;
    }

    /** Empty when it is refused. */
    Optional<CallingWindow> read() {
        TimeOfDay from = TimeOfDay.parse(fields.text("from").orElseThrow());
        TimeOfDay to = TimeOfDay.parse(fields.text("to").orElseThrow());
        if (from.equals(to)) {
            fields.refuse("to", "is the same as from: for the whole day write 00:00 and 24:00");
        }
        String timezone = fields.text("timezone").orElse(CallingWindow.CALLEE);
        boolean known = timezone.equals(CallingWindow.CALLEE) || CallingWindow.isZone(timezone);
        if (!known) {
            fields.refuse("timezone", "is neither callee nor a time zone of the IANA list, such as Asia/Kolkata");
        }
        Optional<List<LocalDate>> holidays = holidays();
        return holidays.filter(dates -> known && !from.equals(to))
                .map(dates -> new CallingWindow(days(), from, to, timezone, dates));
    }

    private List<Weekday> days() {
        return fields.node("days").map(given -> given.valueStream().map(day -> Weekday.parse(day.asString())).toList())
                .orElse(ALL_DAYS);
    }

    private Optional<List<LocalDate>> holidays() {
        try {
            return Optional.of(fields.node("holidays")
                    .map(given -> given.valueStream().map(day -> LocalDate.parse(day.asString())).toList())
                    .orElse(List.of()));
        } catch (DateTimeException e) {
            fields.refuse("holidays", "has something that is not a date such as 2027-01-26");
            return Optional.empty();
        }
    }
}
