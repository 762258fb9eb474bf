package io.callqueue.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.CallStatus;

import static io.callqueue.store.OpenStore.await;

/**
 * What must hold of all calls in Redis at any moment: each that is not final is in exactly one keeping, and every index and count is what
 * a plain recount gives.
 */
final class KeepingRule {
    private final OpenStore open;
    private final List<String> violations = new ArrayList<>();

    private KeepingRule(OpenStore open) {
        this.open = open;
    }

    /** Sentences, each about one call or index that breaks the rule. */
    static List<String> violations(OpenStore open) {
        KeepingRule rule = new KeepingRule(open);
        for (int shard = 0; shard < CallId.SHARDS; shard++) {
            rule.check(new ShardKeys(shard));
        }
        return rule.violations;
    }

    private void check(ShardKeys keys) {
        Set<String> timers = new TreeSet<>(await(open.redis.zrange(keys.timers(), 0, -1)));
        Set<String> inflight = new TreeSet<>(await(open.redis.zrange(keys.inflight(), 0, -1)));
        Set<String> ended = new TreeSet<>(await(open.redis.zrange(keys.ended(), 0, -1)));
        Set<String> active = new TreeSet<>();
        ParkedRule campaigns = new ParkedRule(open, keys, timers);
        Map<String, String> recount = new HashMap<>();
        Set<String> ids = new TreeSet<>();
        for (String key : await(open.redis.keys(keys.callPrefix() + "*"))) {
            Call call = open.read(key.substring(keys.callPrefix().length()));
            String id = call.id().value();
            ids.add(id);
            recount.merge(call.status().word() + ":" + call.order().priority().word(), "1",
                    (a, b) -> String.valueOf(Long.parseLong(a) + 1));
            if (call.status().isActive()) {
                active.add(id);
            }
            boolean waits = !call.status().isFinal() && call.status() != CallStatus.QUEUED;
            boolean isParked = campaigns.takeParked(call);
            expect((timers.contains(id) ? 1 : 0) + (isParked ? 1 : 0) == (waits ? 1 : 0),
                    call + " and timers, parked " + isParked);
            expect(!isParked || call.status() == CallStatus.DEFERRED, call + " and parked");
            expect(!inflight.contains(id) || call.status() == CallStatus.QUEUED,
                    call + " and inflight");
            expect(ended.contains(id) == call.status().isFinal(), call + " and ended");
        }
        violations.addAll(campaigns.violations());
        timers.removeIf(entry -> entry.startsWith("/"));
        expect(ids.containsAll(timers) && ids.containsAll(inflight) && ids.containsAll(ended),
                "ids without a call in shard " + keys.shard());
        expect(active.equals(await(open.redis.smembers(keys.active()))), "active of shard " + keys.shard());
        Map<String, String> counts = new HashMap<>(await(open.redis.hgetall(keys.counts())));
        counts.values().removeIf("0"::equals);
        expect(counts.equals(recount), "counts " + counts + " but there are " + recount);
    }

    private void expect(boolean holds, String what) {
        if (!holds) {
            violations.add(what);
        }
    }
}
