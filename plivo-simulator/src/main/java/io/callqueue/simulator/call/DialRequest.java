package io.callqueue.simulator.call;

import java.time.Duration;

/** One number to dial, checked. */
public record DialRequest(String from, String to, String callerName, Hooks hooks, Duration ringTimeout,
        Duration timeLimit,
        MachineWatch machineWatch) {
    public DialRequest to(String number) {
        return new DialRequest(from, number, callerName, hooks, ringTimeout, timeLimit, machineWatch);
    }
}
