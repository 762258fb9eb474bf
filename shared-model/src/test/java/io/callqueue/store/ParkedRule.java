package io.callqueue.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.callqueue.call.Call;
import io.callqueue.call.CallStatus;

import static io.callqueue.store.OpenStore.await;

/** What must hold of the campaigns in one shard: their counts are a plain recount, and whatever is parked will be looked at. */
final class ParkedRule {
    private final OpenStore open;
    private final ShardKeys keys;
    private final Set<String> timers;
    private final Map<String, Set<String>> strays = new TreeMap<>();
    private final Map<String, Set<String>> expiring = new HashMap<>();
    private final List<String> found = new ArrayList<>();
    private final Map<String, Map<String, String>> recounts = new TreeMap<>();

    ParkedRule(OpenStore open, ShardKeys keys, Set<String> timers) {
        this.open = open;
        this.keys = keys;
        this.timers = timers;
        for (String campaign : campaigns(keys.parkedPrefix())) {
            strays.put(campaign, members(keys.parked(campaign)));
        }
        for (String campaign : campaigns(keys.parkedExpiryPrefix())) {
            expiring.put(campaign, members(keys.parkedExpiry(campaign)));
        }
    }

    private Set<String> members(String sortedSet) {
        return new TreeSet<>(await(open.redis.zrange(sortedSet, 0, -1)));
    }

    private List<String> campaigns(String prefix) {
        return await(open.redis.keys(prefix + "*")).stream().map(key -> key.substring(prefix.length())).toList();
    }

    /** Whether the call is parked; counts it as one that is there. */
    boolean takeParked(Call call) {
        String campaign = call.order().campaignId();
        count(campaign, call.status().word());
        if (call.status() == CallStatus.QUEUED) {
            count(campaign, "queued:" + call.order().priority().word());
        }
        boolean parked = take(strays, call);
        if (parked) {
            count(campaign, "parked:" + call.order().priority().word());
        }
        boolean expires = take(expiring, call);
        if (expires != (parked && call.order().expiresAt().isPresent())) {
            found.add(call + " and parked-expiry");
        }
        return parked;
    }

    private static boolean take(Map<String, Set<String>> from, Call call) {
        Set<String> of = from.get(call.order().campaignId());
        return of != null && of.remove(call.id().value());
    }

    private void count(String campaign, String field) {
        recounts.computeIfAbsent(campaign, name -> new TreeMap<>()).merge(field, "1",
                (a, b) -> String.valueOf(Long.parseLong(a) + 1));
    }

    /** To be asked when all calls were taken. */
    List<String> violations() {
        strays.values().stream().filter(left -> !left.isEmpty())
                .forEach(left -> found.add("parked but not a call " + left));
        expiring.values().stream().filter(left -> !left.isEmpty())
                .forEach(left -> found.add("expires but not parked " + left));
        Map<String, Map<String, String>> counts = new TreeMap<>();
        campaigns(keys.campaignPrefix()).forEach(campaign -> counts.put(campaign, counts(campaign)));
        counts.values().removeIf(Map::isEmpty);
        if (!counts.equals(recounts)) {
            found.add("campaigns " + counts + " but there are " + recounts);
        }
        strays.keySet().stream().filter(campaign -> !timers.contains("/" + campaign))
                .forEach(campaign -> found.add("nobody looks at " + campaign + " in shard " + keys.shard()));
        return found;
    }

    private Map<String, String> counts(String campaign) {
        Map<String, String> counts = new TreeMap<>(await(open.redis.hgetall(keys.campaign(campaign))));
        counts.remove("token");
        counts.values().removeIf("0"::equals);
        return counts;
    }
}
