package io.callqueue.window;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a clock on the wall shows, and {@code 24:00}, the end of the day.
 *
 * @param minutes since {@code 00:00}, 0 to 1440
 */
public record TimeOfDay(int minutes) implements Comparable<TimeOfDay> {
    private static final Pattern SHAPE = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]|24:00");
    static final int DAY = 24 * 60;

    public TimeOfDay {
        if (minutes < 0 || minutes > DAY) {
            throw new IllegalArgumentException("no clock shows minute " + minutes + " of a day");
        }
    }

    /** @throws IllegalArgumentException unless it is written as {@code 09:30} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TimeOfDay parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a time of the day: " + text);
        }
        return new TimeOfDay(Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3)));
    }

    @JsonValue
    public String text() {
        return String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
    }

    LocalDateTime on(LocalDate day) {
        return day.atStartOfDay().plusMinutes(minutes);
    }

    @Override
    public int compareTo(TimeOfDay other) {
        return Integer.compare(minutes, other.minutes);
    }
}
