package io.callqueue.dispatcher.screening;

import java.time.Duration;
import java.time.ZoneId;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.callqueue.window.CallingWindow;

/**
 * How calling windows are kept.
 *
 * @param spread over which the calls that waited for an opening go on from it
 * @param defaultTimezone of callees of whom neither their request nor their number nor their campaign's window tells one
 */
@ConfigurationProperties("callqueue.window")
public record WindowSettings(Duration spread, String defaultTimezone) {
    private static final Duration LONGEST = Duration.ofHours(12);

    public WindowSettings {
        if (spread.isNegative() || spread.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "WINDOW_SPREAD is " + spread.toMillis() + " ms: it must be from 0 to 12 hours");
        }
        if (!CallingWindow.isZone(defaultTimezone)) {
            throw new IllegalArgumentException("DEFAULT_TIMEZONE is '" + defaultTimezone
                    + "': it must be a time zone of the IANA list, such as Asia/Kolkata");
        }
    }

    ZoneId defaultZone() {
        return ZoneId.of(defaultTimezone);
    }
}
