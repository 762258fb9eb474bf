package io.callqueue.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** The names of a shard's keys. All carry its tag, so that one script may touch them on Redis Cluster too. */
record ShardKeys(int shard) {
    /** Before a campaign's id it names, among the timers, the next look at what is parked under it: as in parked.lua. */
    static final String LOOK = "/";
    private static final Pattern OF_CALLS = Pattern.compile(
            "(?:call|request|attempts|timers|inflight|active|counts|ended"
                    + "|campaign|campaign-ids|parked|parked-expiry|cancelling|hanging-up|retrying):\\{([0-9]{1,2})}(?::.*)?",
            Pattern.DOTALL);

    /** The shard whose calls this key is about; empty for an epoch, and for what is not ours. */
    static Optional<ShardKeys> ofCallsIn(String key) {
        Matcher parts = OF_CALLS.matcher(key);
        return parts.matches()
                ? Optional.of(Integer.valueOf(parts.group(1))).filter(shard -> shard < CallId.SHARDS)
                        .map(ShardKeys::new)
                : Optional.empty();
    }

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

    /** Call ids by the moment their timer fires, in milliseconds; and {@code /<campaign>} by its next look at what is parked. */
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

    /** How many calls of the campaign stand in each status, and how many of them are parked. */
    String campaign(String campaign) {
        return campaignPrefix() + campaign;
    }

    /** Ids of the campaign's parked calls by the time they were created. */
    String parked(String campaign) {
        return parkedPrefix() + campaign;
    }

    /** Ids of those parked calls that expire, by that moment. */
    String parkedExpiry(String campaign) {
        return parkedExpiryPrefix() + campaign;
    }

    /** Ids of the campaigns that have calls in this shard, in their order. */
    String campaignIds() {
        return "campaign-ids" + tag();
    }

    /** How far the walk over the calls of this cancelled campaign has come. */
    String cancelling(String campaign) {
        return "cancelling" + tag() + ":" + campaign;
    }

    /** How far the hang-up of the calls of this paused campaign has come. */
    String hangingUp(String campaign) {
        return "hanging-up" + tag() + ":" + campaign;
    }

    /** How far the walk over the failed calls has come of which new ones are made. */
    String retrying(String name) {
        return "retrying" + tag() + ":" + name;
    }

    String campaignPrefix() {
        return "campaign" + tag() + ":";
    }

    String parkedPrefix() {
        return "parked" + tag() + ":";
    }

    String parkedExpiryPrefix() {
        return "parked-expiry" + tag() + ":";
    }

    private String tag() {
        return ":{" + shard + "}";
    }

    List<String> forMove(Call call) {
        CallId id = call.id();
        String campaign = call.order().campaignId();
        return List.of(call(id), timers(), inflight(), active(), counts(), ended(), attempts(id), epoch(),
                campaign(campaign), parked(campaign), parkedExpiry(campaign));
    }

    List<String> forCreate(Call call) {
        CallId id = call.id();
        return List.of(call(id), request(id), timers(), active(), counts(), epoch(),
                campaign(call.order().campaignId()), campaignIds());
    }

    /** Of the scripts that bring many calls back at once; the keys of these are made from {@link #prefixes}. */
    List<String> forReturn() {
        return List.of(timers(), inflight(), active(), counts(), epoch());
    }

    List<String> prefixes() {
        return List.of(callPrefix(), requestPrefix(), campaignPrefix(), parkedPrefix(), parkedExpiryPrefix());
    }
}
