package io.callqueue.topic;

import java.util.List;

/** The consumer groups. A record of a call topic may be deleted when every group that reads it has committed it. */
public final class Groups {
    /** Reads the priority topics. */
    public static final String DIALING = "callqueue-dialing";
    /** Reads what Plivo said, and what Plivo is to be asked. */
    public static final String CALLBACKS = "callqueue-callbacks";
    public static final String RECONCILE = "callqueue-reconcile";
    /** Reads calls.scheduled; its partitions say which shards of Redis a retry-scheduler works. */
    public static final String TIMERS = "callqueue-timers";
    /** Reads the priority topics for calls of direct producers, to make them known before they are dialed. */
    public static final String REGISTRATION = "callqueue-registration";
    /** Folds calls.events: what it has not committed is not in {@link Topics#LEDGER} yet. */
    public static final String LEDGER = "callqueue-ledger";
    public static final String COMMANDS = "callqueue-commands";

    private Groups() {}

    /** Who reads this topic to its end. */
    public static List<String> readersOf(String topic) {
        return switch (topic) {
            case Topics.SCHEDULED -> List.of(TIMERS);
            case Topics.CALLBACKS -> List.of(CALLBACKS);
            case Topics.RECONCILE -> List.of(RECONCILE);
            case Topics.COMMANDS -> List.of(COMMANDS);
            case Topics.EVENTS -> List.of(LEDGER);
            default -> List.of(DIALING, REGISTRATION);
        };
    }
}
