package io.callqueue.dispatcher.disposition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.CallId;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Verdict;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.request.CallRequest;
import io.callqueue.request.RetryRule;
import io.callqueue.store.Update;

/** Ends attempts: decides what follows, moves the call, writes the ledger, gives the lease back. Done again, it repeats all of that. */
public final class AttemptEnd {
    private final Calls calls;
    private final Disposition disposition;
    private final AttemptSlots slots;

    public AttemptEnd(Calls calls, Disposition disposition, AttemptSlots slots) {
        this.calls = calls;
        this.disposition = disposition;
        this.slots = slots;
    }

    /** The attempt ended like this, and its outcome decides. */
    public Update end(CallId id, int attempt, Ending ending, Fate fate, Optional<String> callUuid) {
        List<Attempt> earlier = calls.endedAttempts(id).stream().filter(a -> a.number() < attempt).toList();
        Map<String, RetryRule> policy = calls.request(id).map(CallRequest::retryPolicy).orElse(Map.of());
        return end(id, attempt, ending, disposition.verdict(fate, ending, earlier, policy), callUuid);
    }

    /** The attempt ended like this, and it is known what follows. */
    public Update end(CallId id, int attempt, Ending ending, Verdict verdict, Optional<String> callUuid) {
        Update update = calls.move(id, (call, now) -> Moves.end(call, attempt, now, ending, callUuid, verdict));
        update.known().ifPresent(call -> slots.giveBack(call, attempt));
        return update;
    }
}
