package io.callqueue.standalone.soak;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What may happen besides what befalls dispatchers in their dials; also what a person does meanwhile. */
public enum Trouble {
    DISPATCHER_JOINS, DISPATCHER_LEAVES, SCHEDULER_KILLED, INGEST_KILLED, KAFKA_RESTARTED, REDIS_RESTARTED,
    /** Somebody sends it FLUSHALL. */
    REDIS_EMPTIED,
    /** It crashes, and its disk is empty when it is back. */
    REDIS_WIPED,
    /** It crashes, and is back as it was two seconds before. */
    REDIS_SET_BACK,
    /** It is wiped, and a dispatcher is killed in the same moment. */
    REDIS_WIPED_WITH_A_DISPATCHER, CAMPAIGN_PAUSED, CAMPAIGN_CANCELLED, NUMBER_LISTED, CALLS_POSTPONED;

    /** All in which Redis loses data. */
    public static final Set<Trouble> LOSSES = Set.copyOf(
            EnumSet.of(REDIS_EMPTIED, REDIS_WIPED, REDIS_SET_BACK, REDIS_WIPED_WITH_A_DISPATCHER));

    /** In words, such as "redis emptied". */
    public String phrase() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
