package io.callqueue.standalone.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Fault;
import io.callqueue.simulator.behavior.Misbehavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.outcome.OutcomeMix;

/** How Plivo behaves: calls of a second or two, most of them answered. */
final class Weather {
    /** Beyond the services' time-out for a request. */
    private static final Duration SLOW = Duration.ofMillis(1_500);
    private static final double RARELY = 0.02;

    private Weather() {}

    static Behavior calm() {
        Pace pace = new Pace(new Spread(20, 60, 0), new Spread(50, 300, 0), new Spread(200, 1_500, 0),
                new Spread(0, 0, 0));
        return Behavior.DEFAULT.withPace(pace)
                .withMix(new OutcomeMix(Map.of("answered", 80.0, "busy", 12.0, "no_answer", 5.0, "invalid", 3.0)));
    }

    /** Everything that Plivo does at its worst, each now and then. */
    static List<Misbehavior> storm() {
        return Stream.of(Misbehavior.acceptThenError(502), Misbehavior.of(Fault.ACCEPT_THEN_RESET),
                Misbehavior.slowAccept(SLOW), Misbehavior.of(Fault.UNREADABLE_ACCEPT),
                Misbehavior.of(Fault.REFUSE_BY_RESET), Misbehavior.refuse(503), Misbehavior.of(Fault.WEBHOOK_LOST),
                Misbehavior.lateWebhook(SLOW), Misbehavior.of(Fault.WEBHOOK_DOUBLED),
                Misbehavior.of(Fault.WEBHOOKS_REVERSED), Misbehavior.of(Fault.WEBHOOK_BEFORE_RESPONSE))
                .map(one -> one.withProbability(RARELY)).toList();
    }
}
