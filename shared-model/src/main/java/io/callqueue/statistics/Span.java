package io.callqueue.statistics;

import java.util.ArrayList;
import java.util.List;

import io.callqueue.statistics.Window.Unit;

/** A stretch of time as few windows: of a rolling day the whole hours, and the minutes at its ends. */
public final class Span {
    private static final List<Unit> LONGEST_FIRST = List.of(Unit.DAY, Unit.HOUR, Unit.MINUTE, Unit.SECOND);

    private Span() {}

    /** @param from first second, @param to the second after the last, @param units of which the windows may be; both are moments where the shortest of them begins */
    public static List<Window> windows(long from, long to, List<Unit> units) {
        List<Unit> order = LONGEST_FIRST.stream().filter(units::contains).toList();
        List<Window> windows = new ArrayList<>();
        for (long at = from; at < to;) {
            Window next = longest(at, to, order);
            windows.add(next);
            at += next.unit().seconds();
        }
        return windows;
    }

    private static Window longest(long at, long to, List<Unit> order) {
        return order.stream().filter(unit -> at % unit.seconds() == 0 && at + unit.seconds() <= to).findFirst()
                .map(unit -> new Window(unit, at)).orElseThrow(() -> new IllegalArgumentException(
                        "no window of " + order + " begins at " + at + " and ends by " + to));
    }
}
