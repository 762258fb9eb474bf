package io.callqueue.dispatcher.reconcile;

import java.util.Optional;
import java.util.Set;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** A held slot and the attempt it was given to, as its name says: {@code <call id>/<attempt>/<unique>}. Pure. */
record LeaseCheck(String lease, CallId callId, int attempt) {
    /** What may be wrong with a held slot. */
    enum Suspicion {
        NONE,
        /** Its attempt is over, or is not known. */
        NOT_NEEDED,
        /** Its attempt was accepted by Plivo, and is in none of Plivo's lists. */
        NOT_LISTED
    }

    static LeaseCheck of(String lease) {
        String[] parts = lease.split("/", 3);
        return new LeaseCheck(lease, new CallId(parts[0]), Integer.parseInt(parts[1]));
    }

    /** @param listed the uuids that Plivo lists as queued or live */
    Suspicion judge(Optional<Call> call, Set<String> listed) {
        Optional<Attempt> open = call.filter(known -> known.isOpenAttempt(attempt) && known.status().isOpenAttempt())
                .flatMap(Call::attempt).filter(latest -> latest.lease().equals(lease));
        if (open.isEmpty()) {
            return Suspicion.NOT_NEEDED;
        }
        boolean accepted = open.get().dialedAt().isPresent();
        boolean isListed = open.get().callUuid().filter(listed::contains).isPresent()
                || open.get().requestUuid().filter(listed::contains).isPresent();
        return accepted && !isListed ? Suspicion.NOT_LISTED : Suspicion.NONE;
    }
}
