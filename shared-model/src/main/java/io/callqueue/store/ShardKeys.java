package io.callqueue.store;

import java.util.List;

import io.callqueue.call.CallId;

/** The names of a shard's keys. All carry its tag, so that one script may touch them on Redis Cluster too. */
record ShardKeys(int shard) {
    static ShardKeys of(CallId id) {
        return new ShardKeys(id.shard());
    }

    String call(CallId id) {
        return callPrefix() + id;
    }

    String request(CallId id) {
        return requestPrefix() + id;
    }

    String attempts(CallId id) {
        return attemptsPrefix() + id;
    }

    String callPrefix() {
        return "call" + tag() + ":";
    }

    String requestPrefix() {
        return "request" + tag() + ":";
    }

    String attemptsPrefix() {
        return "attempts" + tag() + ":";
    }

    /** Call ids by the moment their timer fires, in milliseconds. */
    String timers() {
        return "timers" + tag();
    }

    /** Ids of popped calls whose record is not confirmed, by the time of the pop. */
    String inflight() {
        return "inflight" + tag();
    }

    /** Ids of calls with an attempt known to be under way. */
    String active() {
        return "active" + tag();
    }

    /** How many calls stand in each {@code status:priority}. */
    String counts() {
        return "counts" + tag();
    }

    /** Ids of final calls by the time of their end. */
    String ended() {
        return "ended" + tag();
    }

    /** Which Redis this is, by our own count. */
    String epoch() {
        return "epoch" + tag();
    }

    private String tag() {
        return ":{" + shard + "}";
    }

    List<String> forMove(CallId id) {
        return List.of(call(id), timers(), inflight(), active(), counts(), ended(), attempts(id), epoch());
    }

    List<String> forCreate(CallId id) {
        return List.of(call(id), request(id), timers(), active(), counts(), epoch());
    }

    List<String> forDue() {
        return List.of(timers(), inflight(), active(), counts(), epoch());
    }
}
