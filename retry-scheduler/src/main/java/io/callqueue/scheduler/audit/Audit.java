package io.callqueue.scheduler.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.kafka.Clients;
import io.callqueue.scheduler.audit.Fault.Kind;
import io.callqueue.store.CallStore;
import io.callqueue.store.CallWalk;
import io.callqueue.store.CallWalk.Kept;

/**
 * Walks over every call. Calls move meanwhile, so what looks wrong is looked at again, with the topics read on, until it either looks right
 * or has not moved between two looks. Changes nothing.
 */
public final class Audit {
    private final CallStore store;
    private final CallWalk walk;
    private final Clients clients;
    private long calls;
    private long open;

    public Audit(CallStore store, CallWalk walk, Clients clients) {
        this.store = store;
        this.walk = walk;
        this.clients = clients;
    }

    /** Fails with the exceptions of Redis and Kafka when either is away. */
    public AuditReport run() {
        try (WaitingRecords records = new WaitingRecords(clients)) {
            records.readOn();
            List<Look> suspects = suspects(records);
            List<Fault> faults = suspects.stream().flatMap(look -> confirm(look, records).stream()).toList();
            return new AuditReport(calls, open, records.records(), faults);
        }
    }

    /** A call as it was seen, and who kept it. */
    private record Look(Call call, Kept kept) {
        Optional<Kind> wrong(WaitingRecords records) {
            if (call.status().isFinal()) {
                return kept.entries() == 0 ? Optional.empty() : Optional.of(Kind.FINAL_BUT_KEPT);
            }
            if (kept.entries() > 1) {
                return Optional.of(Kind.KEPT_TWICE);
            }
            return comesBack(records) ? Optional.empty() : Optional.of(Kind.NOT_KEPT);
        }

        /** An entry of another kind only goes when its turn comes. */
        private boolean comesBack(WaitingRecords records) {
            return switch (call.status()) {
                case QUEUED -> kept.inflight() || records.contains(call.id().value(), call.revision());
                case DEFERRED -> kept.timer() || kept.parked() && kept.look();
                case SCHEDULED, RETRYING, DIALING, UNKNOWN, RINGING, IN_PROGRESS -> kept.timer();
                case COMPLETED, FAILED, CANCELLED, EXPIRED -> false;
            };
        }
    }

    /** Each once: the walk may come by a call several times. */
    private List<Look> suspects(WaitingRecords records) {
        Map<CallId, Look> suspects = new LinkedHashMap<>();
        CallWalk.Page page = walk.first().join();
        while (true) {
            List<CompletableFuture<Optional<Look>>> looks = page.ids().stream().map(this::look).toList();
            for (CompletableFuture<Optional<Look>> look : looks) {
                look.join().ifPresent(found -> {
                    calls++;
                    open += found.call().status().isFinal() ? 0 : 1;
                    found.wrong(records).ifPresent(kind -> suspects.put(found.call().id(), found));
                });
            }
            if (page.isLast()) {
                return List.copyOf(suspects.values());
            }
            page = walk.from(page.next()).join();
        }
    }

    private CompletableFuture<Optional<Look>> look(CallId id) {
        return store.read(id).thenCompose(snapshot -> snapshot.call().map(this::look)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    private CompletableFuture<Optional<Look>> look(Call call) {
        return walk.kept(call).thenApply(kept -> Optional.of(new Look(call, kept)));
    }

    /** The call and its keepers are read one after the other: they belong together only if the call is the same before and after. */
    private Optional<Fault> confirm(Look suspect, WaitingRecords records) {
        Optional<Look> before = look(suspect.call().id()).join();
        records.readOn();
        Optional<Call> after = store.read(suspect.call().id()).join().call();
        boolean still = before.isPresent() && after.isPresent()
                && before.get().call().version() == after.get().version();
        if (!still) {
            return Optional.empty();
        }
        Call call = after.get();
        return before.get().wrong(records).map(kind -> new Fault(call.id(), call.status(), call.revision(), kind));
    }
}
