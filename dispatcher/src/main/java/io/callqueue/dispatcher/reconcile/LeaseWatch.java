package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.dispatcher.admission.HeldLeases;
import io.callqueue.dispatcher.admission.Leases;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.reconcile.LeaseCheck.Suspicion;
import io.callqueue.log.About;
import io.callqueue.store.Snapshot;

/**
 * Every few seconds one pod compares the held slots with their calls and with Plivo's lists, so that a lost webhook or a crash between two
 * steps holds a slot for seconds and not for hours. What looks wrong twice in a row is looked into: a call that Plivo does not list any
 * more is looked up, a slot that no open attempt needs is given back. A call whose slot is gone gets it again at once.
 */
public final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private final HeldLeases heldLeases;
    private final Leases leases;
    private final AttemptSlots slots;
    private final Calls calls;
    private final LostSlots lost;
    private final PlivoRecords plivo;
    private final Reconciler reconciler;
    private final Duration interval;
    private final BooleanSupplier isOurs;
    private final Thread loop;
    private Map<String, Suspicion> suspected = Map.of();

    /** @param isOurs whether this pod is the one that watches, now */
    public LeaseWatch(HeldLeases heldLeases, Leases leases, AttemptSlots slots, Calls calls, PlivoRecords plivo,
            Reconciler reconciler,
            Duration interval, BooleanSupplier isOurs) {
        this.heldLeases = heldLeases;
        this.leases = leases;
        this.slots = slots;
        this.calls = calls;
        this.lost = new LostSlots(calls, slots);
        this.plivo = plivo;
        this.reconciler = reconciler;
        this.interval = interval;
        this.isOurs = isOurs;
        this.loop = Thread.ofVirtual().name("lease-watch").unstarted(this::run);
    }

    public void start() {
        loop.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval);
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("lease watch was interrupted to stop");
        }
    }

    /** Package-private for tests, which do not wait. */
    void round() {
        if (!isOurs.getAsBoolean()) {
            suspected = Map.of();
            return;
        }
        try {
            look();
            heldLeases.leftCallees().forEach(this::settle);
        } catch (RuntimeException e) {
            if (!Outage.isOutage(e)) {
                LOG.error("comparing the held slots failed", e);
            }
        }
    }

    private void look() {
        Set<String> held = heldLeases.firm();
        lost.restore(held); // first: what follows waits for Plivo
        Optional<Set<String>> listed = held.isEmpty() ? Optional.empty() : listed();
        Map<String, Suspicion> seen = new HashMap<>();
        for (String lease : held) {
            Optional<LeaseCheck> check = LeaseCheck.of(lease);
            Suspicion suspicion = check.map(c -> c.judge(call(c), listed)).orElse(Suspicion.NOT_NEEDED);
            if (suspicion == Suspicion.NONE && listed.isEmpty() && suspected.get(lease) == Suspicion.NOT_LISTED) {
                seen.put(lease, Suspicion.NOT_LISTED); // Plivo could not be asked: that says nothing against it
            } else if (suspicion != Suspicion.NONE && suspicion == suspected.get(lease)) {
                act(lease, check, suspicion);
            } else {
                seen.put(lease, suspicion);
            }
        }
        suspected = seen;
    }

    /** A permit lapsed. If its attempt was claimed all the same, the callee stays taken until that ends. */
    private void settle(String callee, String lease) {
        Optional<LeaseCheck> check = LeaseCheck.of(lease);
        Optional<Call> claimed = check.flatMap(this::call)
                .filter(call -> check.get().judge(Optional.of(call), Optional.empty()) == Suspicion.NONE);
        if (claimed.isEmpty()) {
            check.flatMap(this::call).ifPresent(calls::record); // see lookInto
            heldLeases.forget(callee, lease);
        }
        claimed.filter(call -> call.attempt().flatMap(Attempt::dialedAt).isPresent()).ifPresent(slots::keep);
    }

    private Optional<Call> call(LeaseCheck check) {
        return calls.read(check.callId()).call();
    }

    /** A call is in one of both at any time: it leaves the queued list for the live one. Empty when Plivo can not be asked. */
    private Optional<Set<String>> listed() {
        try {
            Set<String> listed = new HashSet<>(plivo.queued());
            listed.addAll(plivo.live());
            return Optional.of(listed);
        } catch (IOException e) {
            LOG.warn("Plivo's lists can not be read, held slots are not compared with them now: {}", String.valueOf(e));
            return Optional.empty();
        }
    }

    private void act(String lease, Optional<LeaseCheck> check, Suspicion suspicion) {
        try (About unused = check.map(held -> About.attempt(held.callId(), held.attempt()))
                .orElseGet(() -> About.record(lease))) {
            lookInto(lease, check, suspicion);
        }
    }

    private void lookInto(String lease, Optional<LeaseCheck> check, Suspicion suspicion) {
        if (suspicion == Suspicion.NOT_LISTED) {
            Snapshot snapshot = calls.read(check.orElseThrow().callId());
            snapshot.call().ifPresent(silent -> reconciler.lookUp(silent, snapshot.now()));
        } else {
            LOG.warn("slot {} was still held although no open attempt needs it, it is given back", lease);
            Optional<Call> call = check.flatMap(this::call);
            call.ifPresent(calls::record); // who ended the attempt died before its event, perhaps, and no record stands behind that move
            leases.release(lease, call.map(known -> known.order().phoneNumber()).orElse(""));
            check.ifPresent(held -> slots.takeBack(held.callId(), held.attempt(), lease));
        }
    }

    @Override
    public void close() {
        loop.interrupt();
    }
}
