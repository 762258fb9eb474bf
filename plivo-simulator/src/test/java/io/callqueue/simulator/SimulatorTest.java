package io.callqueue.simulator;

import java.io.IOException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.callqueue.simulator.behavior.Behavior;
import io.callqueue.simulator.behavior.Pace;
import io.callqueue.simulator.behavior.Spread;
import io.callqueue.simulator.outcome.Outcome;
import io.callqueue.simulator.outcome.OutcomeMix;
import io.callqueue.simulator.time.NanoClock;

/** A simulator in which nothing takes time and everybody answers, a receiver of its webhooks, and a dialer. */
abstract class SimulatorTest {
    static final String NUMBER = "+14155550101";
    static final Spread FOREVER = Spread.of(Duration.ofHours(1));
    /** Nobody listens there. */
    static final String NOWHERE = "http://127.0.0.1:1/";

    PlivoSimulator simulator;
    Receiver receiver;
    Dialer dialer;
    private volatile NanoClock clock = NanoClock.system();

    @BeforeEach
    void start() throws IOException {
        simulator = PlivoSimulator.start(
                SimulatorOptions.defaults().withSeed(42).withBehavior(Behavior.instantAnswers()),
                () -> clock.nanos());
        receiver = new Receiver();
        dialer = new Dialer(simulator, receiver);
    }

    /** The simulator first: a dial may still wait for its answer. */
    @AfterEach
    void close() {
        simulator.close();
        dialer.close();
        receiver.close();
    }

    /** For the simulator no time goes by from now on. */
    void stopClock() {
        long now = clock.nanos();
        clock = () -> now;
    }

    /** For the simulator it is that much later. */
    void moveClock(Duration ahead) {
        NanoClock before = clock;
        clock = () -> before.nanos() + ahead.toNanos();
    }

    void everyCallIs(Outcome outcome) {
        simulator.behavior(simulator.behavior().withMix(OutcomeMix.always(outcome)));
    }

    void pace(Pace pace) {
        simulator.behavior(simulator.behavior().withPace(pace));
    }

    void everybodyTalksForever() {
        pace(Pace.INSTANT.withTalk(FOREVER));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
    }

    Receiver.Post hangup() {
        eventually().until(() -> receiver.paths().contains("/hangup"));
        return receiver.only("/hangup");
    }
}
