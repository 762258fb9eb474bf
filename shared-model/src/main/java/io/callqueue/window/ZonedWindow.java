package io.callqueue.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A window by the clocks of one zone. Clocks that are changed are looked at from change to change: an hour that they skip is in no window, one
 * that they show twice is in it both times.
 */
public record ZonedWindow(CallingWindow window, ZoneId zone) {
    private static final Duration LONGER_THAN_A_PERIOD = Duration.ofDays(2);

    /** The first moment from {@code from} on, and before {@code limit}, at which it is open. */
    Optional<Instant> opens(Instant from, Instant limit) {
        Instant at = from;
        while (at.isBefore(limit)) {
            ZoneOffset offset = zone.getRules().getOffset(at);
            Instant changed = nextChange(at, limit);
            LocalDateTime shown = LocalDateTime.ofInstant(at, offset);
            Optional<Period> period = Period.endingAfter(window, shown, LocalDateTime.ofInstant(changed, offset));
            if (period.isPresent()) {
                Instant start = period.get().start().toInstant(offset);
                return Optional.of(start.isAfter(at) ? start : at);
            }
            at = changed;
        }
        return Optional.empty();
    }

    /** Until when it stays open that is open at this moment; at the latest until the period that began last ends. */
    Instant closes(Instant open) {
        Instant at = open;
        while (isOpen(at)) {
            ZoneOffset offset = zone.getRules().getOffset(at);
            Instant changed = nextChange(at, at.plus(LONGER_THAN_A_PERIOD));
            LocalDateTime shown = LocalDateTime.ofInstant(at, offset);
            Instant end = Period.endingAfter(window, shown, shown.plusNanos(1)).orElseThrow().end().toInstant(offset);
            if (end.isBefore(changed)) {
                return end;
            }
            at = changed;
        }
        return at;
    }

    private boolean isOpen(Instant at) {
        return opens(at, at.plusNanos(1)).isPresent();
    }

    /** When the clocks are changed next, but no later than {@code limit}. */
    private Instant nextChange(Instant at, Instant limit) {
        @Nullable
        ZoneOffsetTransition change = zone.getRules().nextTransition(at);
        return change == null || change.getInstant().isAfter(limit) ? limit : change.getInstant();
    }
}
