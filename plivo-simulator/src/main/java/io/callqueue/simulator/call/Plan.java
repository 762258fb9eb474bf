package io.callqueue.simulator.call;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.outcome.Outcome;

/** What is to become of a call, drawn when it is accepted. */
record Plan(Outcome outcome, Duration setup, Duration ring, Duration talk, Duration detection) {
    static Plan draw(Outcome outcome, Pace pace, RandomGenerator random) {
        return new Plan(outcome, pace.setup().draw(random), pace.ring().draw(random), pace.talk().draw(random),
                pace.detection().draw(random));
    }
}
