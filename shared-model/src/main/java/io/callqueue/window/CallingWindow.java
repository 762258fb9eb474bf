package io.callqueue.window;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * When calls may be dialed: open while the clock on the wall of a zone shows a time from {@code from} on and before {@code to}, on one of
 * {@code days} and on no holiday. With {@code from} after {@code to} it is open over midnight, and belongs to the day on which it opens. Windows
 * that mean the same are equal.
 *
 * @param days on which it opens; at least one
 * @param to not {@code from}
 * @param timezone {@link #CALLEE}, or one of the IANA list: whose clock and whose dates count
 * @param holidays on which it is closed from midnight to midnight, and does not open
 */
public record CallingWindow(List<Weekday> days, TimeOfDay from, TimeOfDay to, String timezone,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY) List<LocalDate> holidays) {
    /** The zone, or all possible ones, in which the callee is. */
    public static final String CALLEE = "callee";
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    /** @throws IllegalArgumentException when it never opens, or nobody knows the zone */
    public CallingWindow {
        days = days.stream().distinct().sorted().toList();
        holidays = holidays.stream().distinct().sorted().toList();
        if (days.isEmpty() || from.equals(to) || from.minutes() == TimeOfDay.DAY) {
            throw new IllegalArgumentException("a window from " + from.text() + " to " + to.text() + " never opens");
        }
        if (!timezone.equals(CALLEE) && !isZone(timezone)) {
            throw new IllegalArgumentException("nobody knows the time zone " + timezone);
        }
    }

    /** Whether this is the name of a zone of the IANA list. */
    public static boolean isZone(String name) {
        return ZONES.contains(name);
    }

    /** The zone that it names; empty when it is the callee's. */
    public Optional<ZoneId> ownZone() {
        return Optional.of(timezone).filter(name -> !name.equals(CALLEE)).map(ZoneId::of);
    }

    /** Where it must be open for a callee who is in one of these zones: in all of them, or in its own. */
    public Set<ZonedWindow> around(Set<ZoneId> callee) {
        return ownZone().map(Set::of).orElse(callee).stream().map(zone -> new ZonedWindow(this, zone))
                .collect(Collectors.toUnmodifiableSet());
    }
}
