package io.callqueue.call;

import java.time.Instant;
import java.util.Optional;

import io.callqueue.call.Decision.Change;

/** A call's next state while it is being written down; finished by naming the status and who keeps the call. */
final class Draft {
    private final Call from;
    private final Instant now;
    private Order order;
    private int retries;
    private int lookUps;
    private boolean cancelRequested;
    private Optional<Attempt> attempt;
    private Optional<Attempt> closed = Optional.empty();
    private Optional<Instant> dueAt = Optional.empty();
    private Optional<String> error;

    Draft(Call from, Instant now) {
        this.from = from;
        this.now = now.isBefore(from.updatedAt()) ? from.updatedAt() : now;
        this.order = from.order();
        this.retries = from.retries();
        this.lookUps = from.lookUps();
        this.cancelRequested = from.cancelRequested();
        this.attempt = from.attempt();
        this.error = from.error();
    }

    Draft order(Order next) {
        order = next;
        return this;
    }

    Draft attempt(Attempt next) {
        attempt = Optional.of(next);
        return this;
    }

    Draft closes(Attempt ended) {
        closed = Optional.of(ended);
        return this;
    }

    Draft retries(int next) {
        retries = next;
        return this;
    }

    Draft lookUps(int next) {
        lookUps = next;
        return this;
    }

    Draft due(Instant at) {
        dueAt = Optional.of(at);
        return this;
    }

    Draft error(String why) {
        return error(Optional.of(why));
    }

    Draft error(Optional<String> why) {
        error = why;
        return this;
    }

    Draft noError() {
        return error(Optional.empty());
    }

    Draft cancelRequested() {
        cancelRequested = true;
        return this;
    }

    Change kept(CallStatus status, Instant timer) {
        return finish(status, new Keeping.Timer(timer));
    }

    Change parked(CallStatus status) {
        return finish(status, new Keeping.Parked());
    }

    Change sameKeeping(CallStatus status) {
        return finish(status, new Keeping.Same());
    }

    Change ended(CallStatus status) {
        return finish(status, new Keeping.Nobody());
    }

    /** Nothing but what is known of an attempt is another. */
    Change asItStands() {
        Call next = new Call(from.id(), from.epoch(), from.version() + 1, from.revision(), from.status(), order,
                retries,
                lookUps, cancelRequested, attempt, from.dueAt(), error, from.updatedAt(), from.completedAt());
        return new Change(next, new Keeping.Same(), closed);
    }

    private Change finish(CallStatus status, Keeping keeping) {
        if (!from.status().next().contains(status)) {
            throw new IllegalStateException(
                    "no move from " + from.status().word() + " to " + status.word() + " (call " + from.id() + ")");
        }
        if (status.isActive() || status == CallStatus.COMPLETED) {
            noError(); // what held it back or was believed before is over
        }
        int revision = keeping instanceof Keeping.Same ? from.revision() : from.revision() + 1;
        Optional<Instant> completed = status.isFinal() ? Optional.of(completed()) : Optional.empty();
        Call next = new Call(from.id(), from.epoch(), from.version() + 1, revision, status, order, retries,
                lookUps, cancelRequested,
                attempt, dueAt, error, now, completed);
        return new Change(next, keeping, closed);
    }

    /** What ended it may have waited to be read. */
    private Instant completed() {
        return closed.flatMap(Attempt::ending).map(Ending::at).orElse(now);
    }
}
