package io.callqueue.dispatcher.reconcile;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.dispatcher.disposition.AttemptSlots;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.log.About;

/** Calls that Plivo has and that hold no slot, so that one more than the cap would be live. They get their slots again. */
final class LostSlots {
    private static final Logger LOG = LoggerFactory.getLogger(LostSlots.class);
    private final Calls calls;
    private final AttemptSlots slots;

    LostSlots(Calls calls, AttemptSlots slots) {
        this.calls = calls;
        this.slots = slots;
    }

    /** @param held the firm leases, read before: a call that was dialed since is kept once more, which changes nothing */
    void restore(Set<String> held) {
        Set<CallId> holders = held.stream().map(LeaseCheck::of).flatMap(Optional::stream).map(LeaseCheck::callId)
                .collect(Collectors.toSet());
        calls.active().stream().filter(id -> !holders.contains(id)).map(id -> calls.read(id).call())
                .flatMap(Optional::stream).filter(LostSlots::isDialed).filter(slots::keep)
                .forEach(LostSlots::tell);
    }

    private static void tell(Call call) {
        try (About unused = About.call(call)) {
            LOG.warn("call {} attempt {} is under way and held no slot, it holds one again", call.id(),
                    call.attemptNumber());
        }
    }

    /** Before that its dialer asks for a lapsed permit again. */
    private static boolean isDialed(Call call) {
        return call.status().isActive() && call.attempt().flatMap(Attempt::dialedAt).isPresent();
    }
}
