package io.callqueue.simulator.behavior;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the stages of a call take.
 *
 * @param setup from the start of the dial to the first ring, or to the failure of a call that never rings
 * @param ring until the callee answers or declines, or the carrier gives up; {@code ring_timeout} cuts it short
 * @param talk from the answer to the callee's hangup; {@code time_limit} cuts it short
 * @param detection from the answer until a machine is recognized; {@code machine_detection_time} cuts it short
 */
public record Pace(Spread setup, Spread ring, Spread talk, Spread detection) {
    public static final Pace DEFAULT = new Pace(new Spread(50, 150, 0), new Spread(500, 2500, 0),
            new Spread(500, 0, 4000),
            new Spread(300, 800, 0));
    /** For tests: no stage takes any time. */
    public static final Pace INSTANT = new Pace(Spread.of(Duration.ZERO), Spread.of(Duration.ZERO),
            Spread.of(Duration.ZERO),
            Spread.of(Duration.ZERO));

    public Pace {
        Objects.requireNonNull(setup, "setup is missing");
        Objects.requireNonNull(ring, "ring is missing");
        Objects.requireNonNull(talk, "talk is missing");
        Objects.requireNonNull(detection, "detection is missing");
    }

    public Pace withSetup(Spread newSetup) {
        return new Pace(newSetup, ring, talk, detection);
    }

    public Pace withRing(Spread newRing) {
        return new Pace(setup, newRing, talk, detection);
    }

    public Pace withTalk(Spread newTalk) {
        return new Pace(setup, ring, newTalk, detection);
    }

    public Pace withDetection(Spread newDetection) {
        return new Pace(setup, ring, talk, newDetection);
    }
}
