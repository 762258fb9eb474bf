package io.callqueue.simulator.call;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.callqueue.simulator.webhook.HookLine;

/** One call on its way. A timer and a hangup may meet at any moment, so a phase can only be entered once, and only forward. */
final class Call {
    private final CallIds ids;
    private final DialRequest request;
    private final Plan plan;
    private final HookLine hooks;
    private Phase phase = Phase.QUEUED;
    private CallTimes times;
    private Future<?> next = CompletableFuture.completedFuture(null);

    Call(CallIds ids, DialRequest request, Plan plan, HookLine hooks, long acceptedAt) {
        this.ids = ids;
        this.request = request;
        this.plan = plan;
        this.hooks = hooks;
        times = CallTimes.acceptedAt(acceptedAt);
    }

    /** False when the call is there already, or further. */
    synchronized boolean enter(Phase later, long now) {
        if (later.compareTo(phase) <= 0) {
            return false;
        }
        phase = later;
        times = times.entered(later, now);
        return true;
    }

    /** Ends the call, with an ending that depends on whether it was answered; empty when it had ended before. */
    synchronized Optional<CallRecord> end(Function<Boolean, Ending> ending, long now) {
        if (!enter(Phase.ENDED, now)) {
            return Optional.empty();
        }
        next.cancel(false);
        Ending how = ending.apply(times.wasAnswered());
        return Optional
                .of(new CallRecord(ids.callUuid(), request.from(), request.to(), times, how.cause(), how.source()));
    }

    /** The step that is to come; an ended call has none. */
    synchronized void awaits(Future<?> step) {
        if (phase == Phase.ENDED) {
            step.cancel(false);
        } else {
            next = step;
        }
    }

    synchronized Phase phase() {
        return phase;
    }

    synchronized CallTimes times() {
        return times;
    }

    synchronized CallView view() {
        return new CallView(ids.callUuid(), ids.requestUuid(), request.from(), request.to(), request.hooks().callId(),
                request.hooks().attempt(), phase, plan.outcome().word(), times);
    }

    CallIds ids() {
        return ids;
    }

    DialRequest request() {
        return request;
    }

    Plan plan() {
        return plan;
    }

    HookLine hooks() {
        return hooks;
    }
}
