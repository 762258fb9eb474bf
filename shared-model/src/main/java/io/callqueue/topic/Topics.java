package io.callqueue.topic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.callqueue.call.Priority;

/** The names of all topics. */
public final class Topics {
    private static final String PREFIX = "calls.";
    public static final String SCHEDULED = PREFIX + "scheduled";
    public static final String CALLBACKS = PREFIX + "callbacks";
    public static final String RECONCILE = PREFIX + "reconcile";
    public static final String COMMANDS = PREFIX + "commands";
    public static final String CONTROL = PREFIX + "control";
    public static final String EVENTS = PREFIX + "events";
    public static final String DEAD_LETTER = PREFIX + "dead-letter";
    /** Compacted: by call id, all that its events come to. */
    public static final String LEDGER = "callqueue-ledger-calls-changelog";
    /** Compacted: what is counted of all calls, by what it is counted for. */
    public static final String STATISTICS = PREFIX + "statistics";

    private Topics() {}

    /** Where a record means: dial this call now. */
    public static String of(Priority priority) {
        return PREFIX + priority.word();
    }

    /** The priority whose topic this is. */
    public static Optional<Priority> priority(String topic) {
        return topic.startsWith(PREFIX) ? Priority.of(topic.substring(PREFIX.length())) : Optional.empty();
    }

    public static List<String> priorities() {
        return Arrays.stream(Priority.values()).map(Topics::of).toList();
    }

    /** Topics whose records nobody needs once every reader has committed them. */
    public static List<String> consumedOnce() {
        return Stream.concat(priorities().stream(), Stream.of(SCHEDULED, CALLBACKS, RECONCILE, COMMANDS)).toList();
    }
}
