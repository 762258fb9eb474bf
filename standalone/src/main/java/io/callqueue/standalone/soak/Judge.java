package io.callqueue.standalone.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

import io.callqueue.call.Call;
import io.callqueue.codec.Json;
import io.callqueue.event.CallEvent;
import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.simulator.witness.Witness;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Topics;

/** Holds what callqueue says and keeps against what its promises are and what Plivo saw. */
final class Judge {
    private static final Set<String> FINAL = Set.of("completed", "failed");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEASES_RETURN = Duration.ofSeconds(30);
    private final Town town;
    private final Campaign campaign;
    private final List<String> faults = new ArrayList<>();

    Judge(Town town, Campaign campaign) {
        this.town = town;
        this.campaign = campaign;
    }

    /** Everything that is not as it should be, when all calls should have ended. */
    List<String> faults() throws IOException, InterruptedException {
        witness(town.plivo.witness());
        for (String id : campaign.ids()) {
            ended(id);
        }
        ledger();
        kept();
        return faults;
    }

    private void witness(Witness witness) {
        witness.attemptsPlacedTwice().forEach(attempt -> faults.add("dialed twice: " + attempt));
        if (witness.mostLiveCalls() > Town.CAP) {
            faults.add(witness.mostLiveCalls() + " calls at once, the cap is " + Town.CAP);
        }
        if (witness.mostDialsInAnySecond() > Town.RATE) {
            faults.add(witness.mostDialsInAnySecond() + " dials in a second, the rate is " + Town.RATE);
        }
    }

    /** It ended, and tells of the attempts that Plivo placed, and of no others. */
    private void ended(String id) throws IOException, InterruptedException {
        JsonNode call = campaign.get("/api/calls/" + id);
        if (!FINAL.contains(call.path("status").asString())) {
            faults.add("not ended: " + call);
        }
        Set<Integer> placed = town.plivo.witness().placedByAttempt(id).keySet();
        Set<Integer> told = new TreeSet<>();
        for (JsonNode attempt : call.path("attempts")) {
            if (!attempt.path("dialed_at").isNull()) {
                told.add(attempt.path("number").asInt());
            }
        }
        if (!told.equals(placed)) {
            faults.add("Plivo placed attempts " + placed + ", but: " + call);
        }
    }

    /** By version, each status follows from the one before. */
    private void ledger() {
        Map<String, TreeMap<Long, Call>> events = new TreeMap<>();
        new WholeTopic(clients(), Topics.EVENTS).read(found -> {
            Call call = Json.read(found.value(), CallEvent.class).call();
            events.computeIfAbsent(call.id().value(), id -> new TreeMap<>()).put(call.version(), call);
        });
        events.forEach((id, versions) -> versions.forEach((version, call) -> {
            Call before = versions.get(version - 1);
            if (before != null && before.status() != call.status()
                    && !before.status().next().contains(call.status())) {
                faults.add("went back: " + before + " then " + call);
            }
        }));
        campaign.ids().stream().filter(id -> !events.containsKey(id))
                .forEach(id -> faults.add("not in the ledger: " + id));
    }

    private void kept() throws InterruptedException {
        try (RedisConnection redis = RedisConnection.open(new RedisSettings(town.redis.uri(), PATIENCE))) {
            new Audit(new CallStore(redis.commands()), new CallWalk(redis.commands()), clients()).run().faults()
                    .forEach(fault -> faults.add(fault.line()));
            long start = System.nanoTime();
            while (held(redis) > 0 && System.nanoTime() - start < LEASES_RETURN.toNanos()) {
                Thread.sleep(100);
            }
            if (held(redis) > 0) {
                faults.add(held(redis) + " slots or numbers are still held");
            }
        }
    }

    private static long held(RedisConnection redis) {
        return redis.commands().zcard("leases:{admission}").toCompletableFuture().join()
                + redis.commands().hlen("callees:{admission}").toCompletableFuture().join();
    }

    private Clients clients() {
        return new Clients(new KafkaSettings(town.kafka.bootstrapServers(), 1, (short) 1, PATIENCE));
    }
}
