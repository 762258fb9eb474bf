package io.callqueue.standalone.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.RedisException;
import tools.jackson.databind.JsonNode;

import io.callqueue.kafka.Clients;
import io.callqueue.kafka.KafkaSettings;
import io.callqueue.scheduler.audit.Audit;
import io.callqueue.scheduler.audit.AuditReport;
import io.callqueue.simulator.witness.Witness;
import io.callqueue.standalone.town.Pulse;
import io.callqueue.standalone.town.Town;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.RedisConnection;
import io.callqueue.store.RedisSettings;
import io.callqueue.topic.Topics;

/** Holds what callqueue says and keeps against what its promises are and what Plivo saw. */
final class Judge {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEASES_RETURN = Duration.ofMinutes(1);
    private static final Duration COMPLETE = Duration.ofMinutes(2);
    private static final Duration WEBHOOKS_COME = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);
    private final Town town;
    private final Pulse pulse;
    private final Campaign campaign;
    private final Endings endings;
    private final CallingWindows windows;
    private final List<String> faults = new ArrayList<>();
    private final Ledger ledger;
    private final Map<String, String> statuses = new TreeMap<>();
    private Reckonings reckonings;
    private long began;

    Judge(Town town, Pulse pulse, Campaign campaign, Endings endings, CallingWindows windows) {
        this.pulse = pulse;
        this.windows = windows;
        this.endings = endings;
        this.town = town;
        this.campaign = campaign;
        this.reckonings = new Reckonings(campaign, List.of());
        this.ledger = new Ledger(new WholeTopic(clients(), Topics.EVENTS));
    }

    /** Everything that is not as it should be, when all calls should have ended. */
    List<String> faults() throws IOException, InterruptedException {
        ledger.read();
        faults.addAll(ledger.faults());
        witness(town.plivo.witness());
        awaitQuiet();
        reckonings = new Reckonings(campaign, town.plivo.records());
        began = System.nanoTime();
        for (String id : campaign.ids()) {
            ended(id);
        }
        kept();
        given();
        counted();
        return faults;
    }

    /** An attempt that was believed lost may be alive at Plivo still: it has no record before it ends. */
    private void awaitQuiet() throws InterruptedException {
        long start = System.nanoTime();
        while (!town.plivo.calls().isEmpty() && System.nanoTime() - start < COMPLETE.toNanos()) {
            Thread.sleep(LOOK);
        }
    }

    /** The statistics say what Plivo knows and what the calls say of themselves. */
    private void counted() throws IOException, InterruptedException {
        if (reckonings.dialed() != town.plivo.witness().placed()) {
            faults.add("calls tell of " + reckonings.dialed() + " dials, Plivo placed "
                    + town.plivo.witness().placed());
        }
        List<String> wrong = reckonings.faults();
        if (!wrong.isEmpty()) {
            faults.addAll(wrong);
            ledger.read();
            statuses.forEach((id, status) -> {
                if (!ledger.newest(id).equals(Optional.of(status))) {
                    fault(id + " is " + status + ", another status than in the ledger", id);
                }
            });
        }
    }

    private void witness(Witness witness) {
        witness.attemptsPlacedTwice()
                .forEach(attempt -> fault("dialed twice: " + attempt, attempt.substring(0, attempt.lastIndexOf('/'))));
        if (witness.mostLiveCalls() > SoakSettings.CAP) {
            faults.add(witness.mostLiveCalls() + " calls at once, the cap is " + SoakSettings.CAP);
        }
        int mostInAnySecond = pulse.mostInAnySecond(witness);
        if (mostInAnySecond > SoakSettings.RATE) {
            faults.add(mostInAnySecond + " dials in a second, the rate is " + SoakSettings.RATE);
        }
        if (witness.mostLiveCalls() < SoakSettings.CAP / 2) {
            faults.add("never more than " + witness.mostLiveCalls() + " calls at once: the caps were not tried");
        }
    }

    private void fault(String what, String id) {
        faults.add(what + "; its ledger: " + ledger.of(id));
    }

    /** It ended, and tells of the attempts that Plivo placed, and of no others. */
    private void ended(String id) throws IOException, InterruptedException {
        JsonNode call = asPlivoHasIt(id);
        String status = call.path("status").asString();
        statuses.put(id, status);
        if (!mayEndAs(id, status)) {
            fault("not ended: " + call, id);
        }
        if (ledger.of(id).isEmpty()) {
            faults.add("not in the ledger: " + call);
        }
        Set<Integer> placed = town.plivo.witness().placedByAttempt(id).keySet();
        Set<Integer> told = new TreeSet<>();
        for (JsonNode attempt : call.path("attempts")) {
            if (!attempt.path("dialed_at").isNull()) {
                told.add(attempt.path("number").asInt());
            }
        }
        if (!told.equals(placed)) {
            fault("Plivo placed attempts " + placed + ", but: " + call, id);
        }
        reckonings.differences(call).forEach(wrong -> fault(id + ": " + wrong, id));
        reckonings.add(id, call);
    }

    /** Or as it stands when the last webhooks should have come. */
    private JsonNode asPlivoHasIt(String id) throws IOException, InterruptedException {
        JsonNode call = campaign.get("/api/calls/" + id);
        while (!reckonings.differences(call).isEmpty() && System.nanoTime() - began < WEBHOOKS_COME.toNanos()) {
            Thread.sleep(LOOK);
            call = campaign.get("/api/calls/" + id);
        }
        return call;
    }

    private boolean mayEndAs(String id, String status) {
        return switch (status) {
            case "completed", "failed" -> true;
            case "cancelled" -> endings.mayBeCancelled(id);
            case "expired" -> windows.mayExpire(id);
            default -> false;
        };
    }

    /** Somebody comes back to every call that has not ended; also true in the middle of it all, where Redis may lose its data just then. */
    void kept() throws InterruptedException {
        long start = System.nanoTime();
        Optional<AuditReport> report = audit();
        while (report.isEmpty() && System.nanoTime() - start < COMPLETE.toNanos()) {
            Thread.sleep(LOOK);
            report = audit();
        }
        report.ifPresentOrElse(
                found -> found.faults().forEach(fault -> faults.add("not kept: " + fault.line())),
                () -> faults.add("Redis was never there for long enough to look who keeps each call"));
    }

    private Optional<AuditReport> audit() {
        try (RedisConnection redis = redis()) {
            return Optional.of(
                    new Audit(new CallStore(redis.commands()), new CallWalk(redis.commands()), clients()).run());
        } catch (RedisException e) {
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RedisException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** No slot and no number is held once all calls have ended. */
    private void given() throws InterruptedException {
        try (RedisConnection redis = redis()) {
            long start = System.nanoTime();
            while (held(redis) > 0 && System.nanoTime() - start < LEASES_RETURN.toNanos()) {
                Thread.sleep(LOOK);
            }
            if (held(redis) > 0) {
                faults.add(held(redis) + " slots or numbers are still held");
            }
        }
    }

    /** When it has all it should: it may be made anew just now. */
    private RedisConnection redis() {
        RedisConnection redis = RedisConnection.open(new RedisSettings(town.redis.uri(), PATIENCE));
        long start = System.nanoTime();
        while (redis.closedBecause().isPresent() && System.nanoTime() - start < COMPLETE.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return redis;
    }

    private static long held(RedisConnection redis) {
        return redis.commands().zcard("leases:{admission}").toCompletableFuture().join()
                + redis.commands().hlen("callees:{admission}").toCompletableFuture().join();
    }

    private Clients clients() {
        return new Clients(new KafkaSettings(town.kafka.bootstrapServers(), 1, (short) 1, PATIENCE));
    }
}
