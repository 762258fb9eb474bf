package io.callqueue.dispatcher.reconcile;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Call;
import io.callqueue.dispatcher.admission.Admission;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.dispatcher.ledger.Outage;
import io.callqueue.dispatcher.plivo.PlivoRecords;
import io.callqueue.dispatcher.reconcile.LeaseCheck.Suspicion;
import io.callqueue.store.Snapshot;

/**
 * Every few seconds one pod compares the held slots with their calls and with Plivo's lists, so that a lost webhook or a crash between two
 * steps holds a slot for seconds and not for hours. What looks wrong twice in a row is looked into: a call that Plivo does not list any
 * more is looked up, a slot that no open attempt needs is given back.
 */
public final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private final Admission admission;
    private final Calls calls;
    private final PlivoRecords plivo;
    private final Reconciler reconciler;
    private final Duration interval;
    private final BooleanSupplier isOurs;
    private final Thread loop;
    private Map<String, Suspicion> suspected = Map.of();

    /** @param isOurs whether this pod is the one that watches, now */
    public LeaseWatch(Admission admission, Calls calls, PlivoRecords plivo, Reconciler reconciler, Duration interval,
            BooleanSupplier isOurs) {
        this.admission = admission;
        this.calls = calls;
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

    private void round() {
        if (!isOurs.getAsBoolean()) {
            suspected = Map.of();
            return;
        }
        try {
            look();
        } catch (IOException e) {
            LOG.warn("Plivo's lists can not be read, held slots are not compared with them now: {}", String.valueOf(e));
        } catch (RuntimeException e) {
            if (!Outage.isOutage(e)) {
                LOG.error("comparing the held slots failed", e);
            }
        }
    }

    private void look() throws IOException {
        List<String> leases = admission.firmLeases();
        Set<String> listed = leases.isEmpty() ? Set.of() : listed();
        Map<String, Suspicion> seen = new HashMap<>();
        for (String lease : leases) {
            LeaseCheck check = LeaseCheck.of(lease);
            Snapshot snapshot = calls.read(check.callId());
            Suspicion suspicion = check.judge(snapshot.call(), listed);
            if (suspicion != Suspicion.NONE && suspicion == suspected.get(lease)) {
                act(check, snapshot, suspicion);
            } else {
                seen.put(lease, suspicion);
            }
        }
        suspected = seen;
    }

    /** A call is in one of both at any time: it leaves the queued list for the live one. */
    private Set<String> listed() throws IOException {
        Set<String> listed = new HashSet<>(plivo.queued());
        listed.addAll(plivo.live());
        return listed;
    }

    private void act(LeaseCheck check, Snapshot snapshot, Suspicion suspicion) {
        Optional<Call> call = snapshot.call();
        if (suspicion == Suspicion.NOT_LISTED) {
            call.ifPresent(silent -> reconciler.lookUp(silent, snapshot.now()));
        } else {
            LOG.warn("call {} attempt {}: its slot was still held, it is given back", check.callId(), check.attempt());
            admission.release(check.lease(), call.map(known -> known.order().phoneNumber()).orElse(""));
        }
    }

    @Override
    public void close() {
        loop.interrupt();
    }
}
