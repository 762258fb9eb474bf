package io.callqueue.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Call;
import io.callqueue.call.CallId;
import io.callqueue.call.Ending;
import io.callqueue.call.Moves;
import io.callqueue.call.Outcome;
import io.callqueue.call.Verdict;
import io.callqueue.store.CallStore;
import io.callqueue.store.Mover;

/** Plays the dispatcher's part: moves calls on. */
public record Calls(CallStore store) {
    private static final Duration MARGIN = Duration.ofMinutes(1);

    public Call move(String id, Mover mover) {
        return store.update(new CallId(id), mover).join().known().orElseThrow();
    }

    public Call claim(String id) {
        return move(id, (call, now) -> Moves.claim(call, call.revision(), now, "dispatcher-1", "lease-1", MARGIN));
    }

    public Call accept(String id) {
        return move(id, (call, now) -> Moves.accept(call, call.attemptNumber(), now, Optional.of("request-uuid"),
                Optional.empty(), MARGIN));
    }

    public Call ring(String id) {
        return move(id,
                (call, now) -> Moves.ring(call, call.attemptNumber(), now, now, Optional.of("call-uuid"), MARGIN));
    }

    public Call answer(String id) {
        return move(id,
                (call, now) -> Moves.answer(call, call.attemptNumber(), now, now, Optional.of("call-uuid"), MARGIN));
    }

    public Call end(String id, Outcome outcome, String cause, int code, Optional<String> error, Verdict verdict) {
        return move(id, (call, now) -> Moves.end(call, call.attemptNumber(), now,
                ending(now, outcome, cause, code, error), Optional.of("call-uuid"), verdict));
    }

    private static Ending ending(Instant at, Outcome outcome, String cause, int code, Optional<String> error) {
        return new Ending(at, outcome, Optional.of(cause), Optional.of(code), error, Optional.of(31));
    }

    public Call complete(String id) {
        return end(id, Outcome.ANSWERED, "NORMAL_CLEARING", 4000, Optional.empty(), new Verdict.Complete());
    }

    public Call failBusy(String id) {
        return end(id, Outcome.BUSY, "USER_BUSY", 3010, Optional.of("Busy Line"), new Verdict.Fail());
    }

    public Call retryBusy(String id) {
        return end(id, Outcome.BUSY, "USER_BUSY", 3010, Optional.of("Busy Line"), new Verdict.Retry(MARGIN, true));
    }
}
