package io.callqueue.request;

import java.util.Map;
import java.util.Optional;

/**
 * How the call is to be held. {@code voice}, {@code recordingEnabled}, {@code flowName} and {@code variables} are the voice bot's: kept and
 * handed over, not interpreted.
 *
 * @param maxDuration seconds, 1 to 86400: Plivo's {@code time_limit}
 * @param ringTimeout seconds
 * @param answerUrl where Plivo asks what to say; the voice bot's own when absent
 */
public record CallConfig(Optional<String> voice, int maxDuration, int ringTimeout, Optional<Boolean> recordingEnabled,
        Optional<String> flowName, MachineDetection machineDetection, Optional<String> answerUrl,
        Map<String, Object> variables) {

    /** Without what may be about the person: the variables, and where to ask what to say to them. */
    CallConfig erased() {
        return new CallConfig(voice, maxDuration, ringTimeout, recordingEnabled, flowName, machineDetection,
                Optional.empty(), Map.of());
    }
}
