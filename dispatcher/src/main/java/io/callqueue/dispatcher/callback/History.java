package io.callqueue.dispatcher.callback;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Attempt;
import io.callqueue.call.Call;
import io.callqueue.call.Erased;
import io.callqueue.call.LateNews;
import io.callqueue.call.Moves;
import io.callqueue.dispatcher.disposition.HangupCode;
import io.callqueue.dispatcher.disposition.HungUp;
import io.callqueue.dispatcher.ledger.Calls;
import io.callqueue.store.Snapshot;
import io.callqueue.store.Update;
import io.callqueue.topic.Callback;

/** Webhooks of attempts that are over, be it that another one followed or that the call ended: they tell what is not known of them yet. */
final class History {
    private final Calls calls;

    History(Calls calls) {
        this.calls = calls;
    }

    /** The call as it stands then. Read again, it fills in nothing more. */
    Update fillIn(Callback callback) {
        int attempt = callback.attempt();
        while (true) {
            Snapshot seen = calls.read(callback.callId());
            Optional<Call> read = seen.call();
            if (read.isEmpty()) {
                return new Update.Absent();
            }
            Call call = read.get();
            if (Erased.is(call)) {
                return new Update.Stayed(call);
            }
            if (attempt >= call.attemptNumber()) {
                return calls.move(call, seen.now(),
                        (c, now) -> Moves.fillIn(c, attempt, now, known -> told(known, now, callback)));
            }
            if (calls.fillIn(call, attempt, known -> told(known, seen.now(), callback))) {
                return new Update.Stayed(call);
            }
        }
    }

    private static Attempt told(Attempt known, Instant now, Callback callback) {
        Optional<String> uuid = CallbackHandler.uuid(callback);
        Instant at = callback.receivedAt().isAfter(now) ? now : callback.receivedAt();
        return switch (callback.kind()) {
            case RING -> LateNews.rang(known, at, uuid);
            case ANSWER -> LateNews.answered(known, at, uuid);
            case MACHINE -> CallbackHandler.isPerson(callback)
                    ? LateNews.answered(known, at, uuid)
                    : LateNews.machine(known, at, uuid);
            case HANGUP -> LateNews.ended(known,
                    HungUp.told(known, Hangup.of(callback, HangupCode::of).ending(known.machine(), at)), uuid);
        };
    }
}
