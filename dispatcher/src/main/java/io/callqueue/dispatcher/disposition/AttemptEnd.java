package io.callqueue.dispatcher.disposition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.callqueue.call.Attempt;
import io.callqueue.call.CallId;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Verdict;
import io.callqueue.control.Stop;
import io.callqueue.dispatcher.control.Stops;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.request.CallRequest;
import io.callqueue.request.RetryRule;
import io.callqueue.store.Update;

/** Ends attempts: decides what follows, moves the call, writes the ledger, gives the lease back. Done again, it repeats all of that. */
public final class AttemptEnd {
    private final Calls calls;
    private final Disposition disposition;
    private final AttemptSlots slots;
    private final Stops stops;

    public AttemptEnd(Calls calls, Disposition disposition, AttemptSlots slots, Stops stops) {
        this.calls = calls;
        this.disposition = disposition;
        this.slots = slots;
        this.stops = stops;
    }

    /** The attempt ended like this, and its outcome decides. */
    public Update end(CallId id, int attempt, Ending ending, Fate fate, Optional<String> callUuid) {
        fate.stops().ifPresent(scope -> stop(scope, id, attempt, ending));
        Supplier<Optional<CallRequest>> request = calls.readingRequest(id);
        List<Attempt> earlier = calls.endedAttempts(id).stream().filter(a -> a.number() < attempt).toList();
        Map<String, RetryRule> policy = request.get().map(CallRequest::retryPolicy).orElse(Map.of());
        return end(id, attempt, ending, disposition.verdict(fate, ending, earlier, policy), callUuid);
    }

    /** Before the move, which is the last that is heard of this end: read again, it stops nothing that a person let go on since. */
    private void stop(Stop.Scope scope, CallId id, int attempt, Ending ending) {
        calls.read(id).call().filter(call -> call.isOpenAttempt(attempt))
                .ifPresent(call -> stops.begin(scope, call, ending));
    }

    /** The attempt ended like this, and it is known what follows. */
    public Update end(CallId id, int attempt, Ending ending, Verdict verdict, Optional<String> callUuid) {
        Update update = calls.move(id, (call, now) -> Moves.end(call, attempt, now, ending, callUuid, verdict));
        update.known().ifPresent(call -> slots.giveBack(call, attempt));
        return update;
    }
}
