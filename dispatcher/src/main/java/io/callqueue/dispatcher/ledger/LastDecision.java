package io.callqueue.dispatcher.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.callqueue.call.Call;
import io.callqueue.call.Decision;
import io.callqueue.store.Mover;

import static java.util.Objects.requireNonNull;

/** Remembers what was decided last, which is what was done, and of which call. */
final class LastDecision implements Mover {
    private final Mover mover;
    private volatile @Nullable Call from;
    private volatile @Nullable Decision decided;

    LastDecision(Mover mover) {
        this.mover = mover;
    }

    @Override
    public Decision decide(Call call, Instant now) {
        Decision decision = mover.decide(call, now);
        from = call;
        decided = decision;
        return decision;
    }

    Call from() {
        return requireNonNull(from, "nothing was decided yet");
    }

    Decision decided() {
        return requireNonNull(decided, "nothing was decided yet");
    }
}
