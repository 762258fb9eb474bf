package io.callqueue.statistics;

import java.util.EnumSet;
import java.util.Set;

import io.callqueue.call.Priority;
import io.callqueue.statistics.Window.Unit;

/** Of which calls something is counted, and how finely by time. */
public record Scope(Kind kind, String name) {
    /** All calls, and two ways to part them. */
    public enum Kind {
        ALL(EnumSet.allOf(Unit.class)), PRIORITY(EnumSet.complementOf(EnumSet.of(Unit.SECOND))), CAMPAIGN(
                EnumSet.of(Unit.TOTAL, Unit.HOUR, Unit.DAY));

        private final Set<Unit> units;

        Kind(Set<Unit> units) {
            this.units = units;
        }

        /** The windows that are counted for it. */
        public Set<Unit> units() {
            return units;
        }
    }

    public static final Scope ALL = new Scope(Kind.ALL, "all");
    private static final String PRIORITY = "priority:";
    private static final String CAMPAIGN = "campaign:";

    public static Scope of(Priority priority) {
        return new Scope(Kind.PRIORITY, PRIORITY + priority.word());
    }

    public static Scope ofCampaign(String id) {
        return new Scope(Kind.CAMPAIGN, CAMPAIGN + id);
    }

    /** @throws IllegalArgumentException when it is none */
    static Scope parse(String name) {
        if (name.equals(ALL.name)) {
            return ALL;
        }
        if (name.startsWith(PRIORITY)) {
            return new Scope(Kind.PRIORITY, name);
        }
        if (name.startsWith(CAMPAIGN)) {
            return new Scope(Kind.CAMPAIGN, name);
        }
        throw new IllegalArgumentException("nothing is counted for " + name);
    }
}
