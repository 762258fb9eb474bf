package io.callqueue.simulator.call;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.callqueue.simulator.behavior.WebhookEvent;
import io.callqueue.simulator.call.MachineWatch.Mode;
import io.callqueue.simulator.outcome.HangupCause;
import io.callqueue.simulator.time.NanoClock;
import io.callqueue.simulator.time.Timers;
import io.callqueue.simulator.webhook.Callback;
import io.callqueue.simulator.webhook.Webhook;

/** Takes a call from the accept to its end, step by step as its plan says, and tells the caller on the way. */
final class CallLife {
    private final NanoClock clock;
    private final Timers timers;
    private final HookForms forms;
    private final Consumer<Ended> afterwards;
    private final AnswerFetch answerFetch;

    /** @param afterwards runs once for each call, before its hangup is told */
    CallLife(NanoClock clock, Timers timers, HookForms forms, Consumer<Ended> afterwards) {
        this.clock = clock;
        this.timers = timers;
        this.forms = forms;
        this.afterwards = afterwards;
        this.answerFetch = new AnswerFetch(this::end);
    }

    record Ended(Call call, CallRecord written) {}

    void begin(Call call, Duration turn) {
        if (turn.isZero()) {
            dial(call);
        } else {
            next(call, turn, this::dial);
        }
    }

    private void dial(Call call) {
        if (call.enter(Phase.DIALING, clock.nanos())) {
            next(call, call.plan().setup(), call.plan().outcome().rings() ? this::ring : this::fulfil);
        }
    }

    private void ring(Call call) {
        if (!call.enter(Phase.RINGING, clock.nanos())) {
            return;
        }
        post(call, WebhookEvent.RING, call.request().hooks().ring(), forms.ring(call));
        Duration timeout = call.request().ringTimeout();
        if (call.plan().ring().compareTo(timeout) > 0) {
            next(call, timeout, ringing -> end(ringing, Ending.of(HangupCause.RING_TIMEOUT)));
        } else {
            next(call, call.plan().ring(), call.plan().outcome().answered() ? this::answer : this::fulfil);
        }
    }

    private void answer(Call call) {
        if (!call.enter(Phase.IN_PROGRESS, clock.nanos())) {
            return;
        }
        MachineWatch watch = call.request().machineWatch();
        boolean watched = call.plan().outcome().machine() && watch.mode() != Mode.OFF;
        if (watched) {
            Duration after = call.plan().detection().compareTo(watch.longest()) > 0
                    ? watch.longest()
                    : call.plan().detection();
            var _ = timers.after(after, () -> machineFound(call));
        }
        // Without a URL for the result the answer URL gets it, so it is asked after the detection
        if (!watched || call.request().hooks().machine().isGiven()) {
            answerFetch.ask(call, forms.answer(call));
        }
        Duration limit = call.request().timeLimit();
        if (call.plan().talk().compareTo(limit) > 0) {
            next(call, limit, talking -> end(talking, Ending.of(HangupCause.SCHEDULED)));
        } else {
            next(call, call.plan().talk(), this::fulfil);
        }
    }

    private void machineFound(Call call) {
        if (call.phase() != Phase.IN_PROGRESS) {
            return;
        }
        Callback url = call.request().hooks().machine();
        post(call, WebhookEvent.MACHINE, url, forms.machine(call));
        if (call.request().machineWatch().mode() == Mode.HANG_UP) {
            end(call, Ending.of(HangupCause.MACHINE_DETECTED));
        } else if (!url.isGiven()) {
            Map<String, String> form = forms.answer(call);
            form.put("Machine", "true");
            answerFetch.ask(call, form);
        }
    }

    private void fulfil(Call call) {
        end(call, Ending.of(call.plan().outcome().cause()));
    }

    private void end(Call call, Ending ending) {
        boolean _ = end(call, _ -> ending);
    }

    /** False when the call had ended before. */
    boolean end(Call call, Function<Boolean, Ending> ending) {
        return call.end(ending, clock.nanos()).map(written -> {
            afterwards.accept(new Ended(call, written));
            post(call, WebhookEvent.HANGUP, call.request().hooks().hangup(), forms.hangup(call, written));
            return true;
        }).orElse(false);
    }

    private void next(Call call, Duration after, Consumer<Call> step) {
        call.awaits(timers.after(after, () -> step.accept(call)));
    }

    private static void post(Call call, WebhookEvent event, Callback target, Map<String, String> form) {
        var _ = call.hooks().post(new Webhook(event, target, form));
    }
}
