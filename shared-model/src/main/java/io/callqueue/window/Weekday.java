package io.callqueue.window;

import java.time.LocalDate;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The days of a calling window, in the order of ISO-8601. */
public enum Weekday {
    MON, TUE, WED, THU, FRI, SAT, SUN;

    /** The word on the wire, such as {@code mon}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no day has this word */
    @JsonCreator
    public static Weekday parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Weekday of(LocalDate day) {
        return values()[day.getDayOfWeek().ordinal()];
    }
}
