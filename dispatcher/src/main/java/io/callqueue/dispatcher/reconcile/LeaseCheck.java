package io.callqueue.dispatcher.reconcile;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;

/** A held slot and the attempt it was given to, as its name says: {@code <call id>/<attempt>/<unique>}. Pure. */
record LeaseCheck(String lease, CallId callId, int attempt) {
    private static final Pattern FORM = Pattern.compile("([^/]+)/([0-9]{1,9})/.*");

    /** What may be wrong with a held slot. */
    enum Suspicion {
        NONE,
        /** Its attempt is over, or is not known. */
        NOT_NEEDED,
        /** Its attempt was accepted by Plivo, and is in none of Plivo's lists. */
        NOT_LISTED
    }

    /** Empty when it is not named like that: then no call of ours holds it. */
    static Optional<LeaseCheck> of(String lease) {
        Matcher form = FORM.matcher(lease);
        return form.matches() && CallId.isValid(form.group(1))
                ? Optional.of(new LeaseCheck(lease, new CallId(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    /** @param listed the uuids that Plivo lists as queued or live; empty when Plivo can not be asked */
    Suspicion judge(Optional<Call> call, Optional<Set<String>> listed) {
        Optional<Attempt> open = call.filter(known -> known.isOpenAttempt(attempt) && known.status().isOpenAttempt())
                .flatMap(Call::attempt).filter(latest -> latest.lease().equals(lease));
        if (open.isEmpty()) {
            return Suspicion.NOT_NEEDED;
        }
        boolean accepted = open.get().dialedAt().isPresent();
        boolean isMissing = listed.filter(uuids -> !isAmong(uuids, open.get())).isPresent();
        return accepted && isMissing ? Suspicion.NOT_LISTED : Suspicion.NONE;
    }

    private static boolean isAmong(Set<String> listed, Attempt open) {
        return open.callUuid().filter(listed::contains).isPresent()
                || open.requestUuid().filter(listed::contains).isPresent();
    }
}
