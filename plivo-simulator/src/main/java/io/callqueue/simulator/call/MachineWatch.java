package io.callqueue.simulator.call;

import java.time.Duration;

/**
 * What {@code machine_detection} asked for.
 *
 * @param longest machine_detection_time
 */
public record MachineWatch(Mode mode, Duration longest) {
    public enum Mode {
        OFF, REPORT, HANG_UP
    }
}
